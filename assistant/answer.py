"""The answer: immutable values, exactly the fields of the JSON that people and programs receive."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from corpus.entry import Contact, Source, TextStatus

Mode = Literal["extractive", "model"]
GapKind = Literal["other_town", "no_row", "missing", "partial", "aspect", "half", "out_of_scope"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(_Value):
    """The evidence behind one [n]: `quote == entry.text[start:end]`, or None for an entry without text."""

    n: int
    entry_id: str
    municipality: str
    prefecture: str
    theme: str
    aspect: str
    quote: str | None
    start: int | None
    end: int | None
    text_status: TextStatus
    refers_to: str | None
    contact: Contact
    source: Source


class Gap(_Value):
    """Something asked for that the corpus does not hold; `text` is the sentence shown."""

    kind: GapKind
    municipality: str | None = None
    theme: str | None = None
    aspect: str | None = None
    text: str


class Suggestion(_Value):
    """A town of the corpus that may serve instead, and why. Never a citation."""

    municipality: str
    entry_ids: tuple[str, ...]
    why: str


Support = Literal["supported", "partial", "unsupported"]


class Sentence(_Value):
    """A sentence that a language model wrote, without its markers, and whether what it cites says so.

    `citations`: the numbers of the quotes, as in the answer. `kept`: it stands in the answer.
    """

    text: str
    citations: tuple[int, ...]
    support: Support
    kept: bool


class Timings(_Value):
    """Milliseconds spent in each step."""

    understand: float = 0.0
    embed: float = 0.0
    retrieve: float = 0.0
    select: float = 0.0
    compose: float = 0.0
    verify: float = 0.0
    total: float = 0.0


class Answer(_Value):
    """One answer, or a draft of it while it is being written. `answer` is Markdown with [n] markers.

    `sentences`: every one that a language model wrote, in order; None in an answer in quotes. `next_questions`: what
    may be asked next, each known to be answered.
    """

    schema_version: Literal[1] = 1
    id: Any = None
    question: str
    answer: str
    mode: Mode = "extractive"
    fallback_reason: str | None = None
    abstained: bool = False
    citations: tuple[Citation, ...] = ()
    gaps: tuple[Gap, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    notes: tuple[str, ...] = ()
    timings_ms: Timings = Timings()
    sentences: tuple[Sentence, ...] | None = None
    next_questions: tuple[str, ...] = ()
    query: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The JSON object of the contract; `query` only where it was asked for, what a model wrote only if one did."""
        absent = {name for name in ("query", "sentences") if getattr(self, name) is None}
        return self.model_dump(mode="json", exclude=absent)
