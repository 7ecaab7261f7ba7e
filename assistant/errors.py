"""The program's branch of the error tree (see `corpus.errors`), and the sentence that each error means."""

from assistant.texts import has_text, text
from corpus.errors import MazuippoError


class ProgramError(MazuippoError):
    """Something about the input, the settings or the machine."""


class QuestionError(ProgramError):
    """The question cannot be asked."""


class QuestionEmptyError(QuestionError):
    """Nothing but blanks."""


class QuestionTooLongError(QuestionError):
    """Facts: length and limit, in code points after NFKC."""


class QuestionUnreadableError(QuestionError):
    """It holds halves of characters (lone surrogates)."""


class LineNotJsonError(QuestionError):
    """A line of a batch is not a JSON object."""


class LineWrongTypeError(QuestionError):
    """A field of a batch line has the wrong type. Facts: field."""


class FileUnreadableError(ProgramError):
    """Facts: file, reason."""


class FileNotUtf8Error(ProgramError):
    """Facts: file."""


class PortInUseError(ProgramError):
    """Facts: port."""


class HostUnusableError(ProgramError):
    """Facts: host, reason."""


class LabelWrongError(ProgramError):
    """A labelled question is not of the documented form. Facts: file, row, field."""


class FileNotSquadError(ProgramError):
    """Facts: file."""


class FigureUnknownError(ProgramError):
    """A bar names a figure that there is not, or is no number. Facts: bar, known."""


class BenchPartMissingError(ProgramError):
    """Something that only measuring needs is not installed. Facts: part."""


class BenchFailedError(ProgramError):
    """What was to be measured did not work. Facts: what."""


class NotReadyError(ProgramError):
    """Answers are not possible yet."""


class BadRequestError(ProgramError):
    """A request's field is not what it ought to be. Facts: field."""


class BodyTooLargeError(ProgramError):
    """Facts: limit, in characters of a question."""


class CorpusUnknownError(ProgramError):
    """The server does not serve this corpus. Facts: name."""


class EntryUnknownError(ProgramError):
    """Facts: entry_id."""


class NotFoundError(ProgramError):
    """There is no such address."""


class UnexpectedError(ProgramError):
    """A fault of ours; the log has it."""


class WorkshopError(ProgramError):
    """Something about a workshop's room, who may enter it, or what is put into it."""


class NoWorkshopError(WorkshopError):
    """No workshop is running."""


class WorkshopRunsError(WorkshopError):
    """There is a workshop already; it has to be erased before another begins."""


class CodeWrongError(WorkshopError):
    """The room has another code."""


class TooManyTriesError(WorkshopError):
    """Facts: minutes, after which it may be tried again."""


class NotSeatedError(WorkshopError):
    """Who asks sits in no group of the room."""


class RoomFullError(WorkshopError):
    """Facts: limit, in devices."""


class GroupUnknownError(WorkshopError):
    """Facts: group."""


class CardUnknownError(WorkshopError):
    """The deck has no such card. Facts: number, last."""


class BoardFullError(WorkshopError):
    """Facts: limit, in cards or lines."""


class PersonNamedError(WorkshopError):
    """A text looks as if it told who somebody is. Facts: signs."""


class StepIncompleteError(WorkshopError):
    """A field of a line of the sheet is empty or too long. Facts: field, limit."""


class OwnTownUnclearError(WorkshopError):
    """No town of Japan, or several, have this name. Facts: words."""


class NotHereError(WorkshopError):
    """The page can be opened only on the machine that serves it."""


class OtherOriginError(WorkshopError):
    """A page of another origin asked for a change."""


class RoomUnreadableError(WorkshopError):
    """What was kept of a workshop cannot be read. Facts: folder."""


class RoomBusyError(WorkshopError):
    """Another process is writing the room. Facts: seconds."""


class AccessError(ProgramError):
    """Something about accounts and log-ins."""


class AccountsMissingError(AccessError):
    """Others would reach the server, and nobody could log in."""


class AccountsUnreadableError(AccessError):
    """Facts: file."""


class AccountsBusyError(AccessError):
    """Another process is changing the accounts. Facts: seconds."""


class AccountExistsError(AccessError):
    """Facts: name."""


class AccountUnknownError(AccessError):
    """Facts: name, known."""


class AccountNameError(AccessError):
    """A name holds what no name may hold, or is too long."""


class PasswordWeakError(AccessError):
    """Facts: least, most, in characters."""


class PasswordsDifferError(AccessError):
    """The password was typed otherwise the second time."""


class LogInWrongError(AccessError):
    """No account has this name and password; which of the two is wrong is not told."""


class LockedOutError(AccessError):
    """Facts: minutes, after which it may be tried again."""


class LogInNeededError(AccessError):
    """Whoever asks has to log in first."""


class AdministratorNeededError(AccessError):
    """Only an administrator may do it."""


class TooManyQuestionsError(ProgramError):
    """One caller asks faster than a server for all can bear. Facts: seconds, after which it may be asked again."""


class BusyError(ProgramError):
    """So many are asking that another would wait too long. Facts: seconds."""


class ColumnUnknownError(ProgramError):
    """A heading was named for a column that there is not. Facts: column, known."""


class SettingsError(ProgramError):
    """Facts: name, reason."""


def sentence(error: MazuippoError) -> str:
    """What is wrong and what to do next, in Japanese."""
    facts = dict(error.facts)
    if has_text(f"reason.{facts.get('reason')}"):
        facts["reason"] = text(f"reason.{facts['reason']}")
    elif type(error).__name__ == "CorpusError":
        facts["reason"] = text("reason.value")
    if facts.get("row") == "-":
        facts["row"] = text("reason.whole_file")
    elif str(facts.get("row")).isdecimal():
        facts["row"] = text("reason.line", row=facts["row"])
    return " ".join(text(f"error.{type(error).__name__}", **facts).split())
