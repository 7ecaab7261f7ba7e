"""What an answer stands on, before it is put into words."""

from dataclasses import dataclass, field
from typing import Literal

from assistant.answer import Gap, Suggestion
from corpus.entry import Entry

Found = Literal[
    "found",
    "named",
    "where",
    "place",
    "compared",
    "counted",
    "not_yet",
    "near",
    "contact",
    "listing",
    "about",
    "table",
    "overview",
    "first",
    "touched",
    "defined",
    "told",
    "nothing",
    "other_town",
    "no_place",
    "whose_place",
    "danger",
]


@dataclass(frozen=True, slots=True)
class Cited:
    """An entry to cite and the spans to quote of it, best first; no spans where the entry has no text.

    `heading`: the group under which an overview or a count shows it; `automatic`: nobody has reviewed that it belongs
    there.
    """

    entry: Entry
    spans: tuple[tuple[int, int], ...]
    heading: str | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who is cited, in order, and what the corpus lacks. `found` says in what sense; `towns`: codes spoken of."""

    found: Found
    cited: tuple[Cited, ...] = ()
    towns: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def abstained(self) -> bool:
        """True when nothing in the corpus answers."""
        return not self.cited and self.found not in ("listing", "about", "table", "where", "contact", "not_yet")
