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
    """One answer, or a draft of it while it is being written. `answer` is Markdown with [n] markers."""

    schema_version: Literal[1] = 1
    id: str | int | None = None
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
    query: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The JSON object of the contract; `query` only where an explanation was asked for."""
        return self.model_dump(mode="json", exclude={"query"} if self.query is None else None)
