"""Who changes a corpus: shows what an import would do, writes it, takes it back, and hands the corpus out again."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from corpus.contacts import RegisterRow, write_register
from corpus.entry import Entry
from corpus.errors import CorpusChangedError, ImportUnknownError
from corpus.given import Given
from corpus.imports import Import, ImportedCell, add_import, read_imports, state_of, undo_import, writing
from corpus.library import CONTACTS, Corpus, load_corpus
from corpus.preview import Intake, Preview, checked, compared
from corpus.reading_apart import SECONDS, read_apart
from corpus.whole_files import replace_file


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An import as it was read, and what it would change in the corpus as it was then."""

    intake: Intake
    preview: Preview
    is_new: bool
    """False if the very same files stand already."""

    @property
    def changes_something(self) -> bool:
        """True if there is anything to write."""
        return self.is_new and (not self.preview.is_empty or any(self.intake.pending.cells.values()))


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of two imports; one of them is None where only the other has it."""

    before: ImportedCell | None
    after: ImportedCell | None

    @property
    def cell(self) -> ImportedCell:
        """The cell as it is, or was."""
        cell = self.after or self.before
        assert cell is not None
        return cell

    @property
    def kind(self) -> Literal["added", "changed", "removed"]:
        """What became of it."""
        return "changed" if self.before and self.after else "added" if self.after else "removed"


class Librarian:
    """Keeps one corpus: `folder` is what it came as, `library` where its imports lie.

    The files of an import may take so many `seconds` to read.
    """

    def __init__(
        self, folder: Path, library: Path, now: Callable[[], datetime] = _now, seconds: float = SECONDS
    ) -> None:
        self._folder, self._library = folder, library
        self._now, self._seconds = now, seconds

    def corpus(self) -> Corpus:
        """The corpus as it stands. Raises CorpusError."""
        return load_corpus(self._folder, self._library)

    def imports(self) -> tuple[Import, ...]:
        """All imports in their order, those taken back too."""
        return read_imports(self._library)

    def state(self) -> Hashable:
        """What changes with the corpus, whoever changes it."""
        return state_of(self._library)

    def propose(self, files: Sequence[Given], named: Mapping[str, str] | None = None) -> Proposal:
        """What the files would change; nothing is written. Raises CorpusError for a corpus that is broken already."""
        before, imports = self.corpus(), self.imports()
        now = self._now()
        readings = read_apart(files, before.manifest, now, named or {}, self._seconds)
        number = max((one.number for one in imports), default=0) + 1
        intake = checked(readings, before, now.isoformat(timespec="seconds"), number)
        after = load_corpus(self._folder, self._library, intake.pending)
        standing = {file.key: file.sha256 for one in imports if one.stands for file in one.note.files}
        is_new = any(standing.get(file.key) != file.sha256 for file in intake.pending.note.files)
        return Proposal(intake, compared(before, after), is_new)

    def accept(self, proposal: Proposal) -> int:
        """Writes an import that was proposed, whole or not at all, and returns its number.

        Raises CorpusChangedError if another import came in between; CorpusBusyError or CorpusUnwritableError.
        """
        pending = proposal.intake.pending
        with writing(self._library):
            if max((one.number for one in self.imports()), default=0) + 1 != pending.number:
                raise CorpusChangedError
            return add_import(self._library, pending.note, pending.cells, pending.contacts)

    def undo(self, number: int) -> Preview:
        """Takes an import back, and says what that changed. Raises ImportUnknownError, CorpusBusyError …"""
        with writing(self._library):
            before = self.corpus()
            undo_import(self._library, number, self._now().isoformat(timespec="seconds"))
            return compared(before, self.corpus())

    def diff(self, before: int, after: int) -> tuple[Difference, ...]:
        """Where two imports differ, cell by cell, in the themes and aspects that both speak of; 0 as in `cells`.

        Raises ImportUnknownError.
        """
        old, new = self.cells(before), self.cells(after)
        shared = {key[1:] for key in old} & {key[1:] for key in new}
        pairs = (
            Difference(old.get(key), new.get(key))
            for key in dict.fromkeys([*old, *new])
            if not shared or key[1:] in shared
        )
        return tuple(pair for pair in pairs if _differs(pair))

    def cells(self, number: int) -> dict[tuple[str, str, str], ImportedCell]:
        """The cells of an import, by town, theme and aspect; 0: what the corpus came with.

        Raises ImportUnknownError.
        """
        if number == 0:
            return {cell.key: cell for cell in map(as_cell, load_corpus(self._folder).entries)}
        for one in self.imports():
            if one.number == number:
                return {cell.key: cell for cells in one.cells.values() for cell in cells}
        known = "、".join(str(one.number) for one in self.imports())
        raise ImportUnknownError(number=number, known=f"0、{known}" if known else "0")

    def keep_contacts(self, rows: Sequence[RegisterRow]) -> None:
        """Makes these rows the register that people keep. Raises CorpusBusyError or CorpusUnwritableError."""
        with writing(self._library):
            replace_file(self._library / CONTACTS, write_register(rows))


def _differs(pair: Difference) -> bool:
    old, new = pair.before, pair.after
    return old is None or new is None or (old.text, old.text_status) != (new.text, new.text_status)


def as_cell(entry: Entry) -> ImportedCell:
    """An entry as an export has it."""
    return ImportedCell(
        code=entry.municipality.code,
        prefecture=entry.municipality.prefecture,
        municipality=entry.municipality.name,
        theme=entry.theme,
        aspect=entry.aspect,
        text=entry.text,
        text_status=entry.text_status,
        loss=entry.loss,
        reference=entry.reference,
        printed_prefecture=entry.correction.printed if entry.correction else None,
        title=entry.source.title,
        url=entry.source.url,
        as_of=entry.source.as_of,
    )
