"""How far each town says that it has come with a theme: by explicit words only, the rest said to be unknown."""

import re
from collections.abc import Iterator

from assistant.evidence import Cited
from assistant.quotes import Span, opening, standing_alone
from assistant.texts import text
from corpus.entry import Entry
from corpus.library import Corpus
from corpus.manifest import State, Theme
from corpus.passages import passages_of
from corpus.words import fold


def by_state(theme_id: str, codes: list[str], corpus: Corpus) -> tuple[Cited, ...]:
    """The rows of a theme under the words for how far they are (`Cited.heading`); those that say it come first."""
    theme = corpus.manifest.theme(theme_id)
    rows = [row for code in codes if (row := corpus.cell(code, theme_id, corpus.manifest.held_aspect.id))]
    cited = [_cited(row, theme) for row in rows]
    order = [*(state.label for state in theme.states), *(text(f"state.{key}") for key in _UNKNOWN)]
    return tuple(sorted(cited, key=lambda item: order.index(item.heading or "")))


def says_not_yet(row: Entry, corpus: Corpus) -> bool:
    """True if a row says of its theme that nothing is done yet."""
    return any(state.not_yet for state, _ in _stated(row, corpus.manifest.theme(row.theme)))


_UNKNOWN = ("unknown", "reference", "missing")


def _cited(row: Entry, theme: Theme) -> Cited:
    for state, span in _stated(row, theme):
        return Cited(row, (span,), state.label)
    key = row.text_status if row.text_status in _UNKNOWN else "unknown"
    return Cited(row, opening(row), text(f"state.{key}"))


def _stated(row: Entry, theme: Theme) -> Iterator[tuple[State, Span]]:
    """The states that a row puts into words, and the words."""
    for state in theme.states:
        for passage in passages_of(row):
            if re.search(state.written, fold(passage.text)):
                yield state, standing_alone(passage)
