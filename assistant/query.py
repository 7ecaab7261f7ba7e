"""What a question was understood to ask: plain values, explained by `mazuippo ask --explain`."""

from dataclasses import dataclass
from typing import Literal

from corpus.places import Likeness, Mention, Town

Intent = Literal[
    "ask", "contact", "about", "listing", "count", "not_yet", "overview", "first", "where", "definition", "danger"
]

Form = Literal["quotes", "table", "short", "whole", "where_written"]
"""How the evidence is to be shown: 表にして, 短く, 原文を全部, どこに書いてある; else as quotes."""


TableMatter = Literal["no_row", "misprinted", "reference", "cut_short", "blank"]
"""What is asked of the table itself: which rows are not there, misprinted, mere references, cut short, blank."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood.

    `search` is what to look for: places and themes taken out, an earlier turn's words put in; empty if nothing but
    places is named. `named`: codes of the corpus's towns asked for by name, in order. `allowed`: codes that may be
    cited, None for all; `place` is how the question put that. `elsewhere`: towns asked for that the corpus lacks.
    `only_theme`: rows of other themes are not wanted. `asker`: what the asker told of their own town. `most`: how many
    were asked for; `several`: more than one. `not_told`: nouns of facts that this sort of material seldom tells.
    `unheard`: nouns that the corpus has no word for. `form`: how to show the evidence. `table_matter`: what is asked of
    the table itself. `more`: asks for others than the turn before. `leaning`: codes of the towns that it may still be
    about, if their rows answer it. `carried`: what came from the turns before.
    """

    question: str
    intent: Intent
    search: str
    named: tuple[str, ...] = ()
    allowed: frozenset[str] | None = None
    place: str | None = None
    elsewhere: tuple[Town, ...] = ()
    theme: str | None = None
    only_theme: bool = False
    aspect: str | None = None
    asker: tuple[Mention, ...] = ()
    likeness: tuple[Likeness, ...] = ()
    everything: bool = False
    most: int | None = None
    several: bool = False
    not_told: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    form: Form = "quotes"
    table_matter: TableMatter | None = None
    more: bool = False
    leaning: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()

    @property
    def surveys_all(self) -> bool:
        """True if every passage has a say in the answer, not only those that are nearest to what is looked for."""
        return self.intent == "first" or self.aspect is not None
