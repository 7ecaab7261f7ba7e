"""Towns side by side: what their rows say, theme by theme, the quotes aligned by the corpus's topics."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.coverage import Cell, town_coverage
from assistant.cues import cue
from assistant.quotes import Span
from corpus.entry import Entry, Municipality
from corpus.library import Corpus
from corpus.passages import passages_of

FEWEST, MOST = 2, 4
"""So many towns can stand side by side."""


@dataclass(frozen=True, slots=True)
class Band:
    """One topic across the towns: for each the spans of its row that belong there. `topic` is None for all the rest."""

    topic: str | None
    spans: tuple[tuple[Span, ...], ...]

    @property
    def speaking(self) -> int:
        """How many of the towns say something of it."""
        return sum(bool(spans) for spans in self.spans)


@dataclass(frozen=True, slots=True)
class ThemeCompared:
    """One theme: the cell of each town, and the topics that occur in any of them."""

    theme: str
    cells: tuple[Cell, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The towns in the order in which they were chosen, and the themes in that of the source."""

    towns: tuple[Municipality, ...]
    themes: tuple[ThemeCompared, ...]


def compare(codes: Sequence[str], corpus: Corpus) -> Comparison:
    """The towns with these codes side by side; a code that the corpus lacks is passed over."""
    towns = tuple(corpus.municipalities[code] for code in dict.fromkeys(codes) if code in corpus.municipalities)
    by_town = [town_coverage(town, corpus).cells for town in towns]
    return Comparison(towns, tuple(_compared(cells, corpus) for cells in zip(*by_town, strict=True)))


def _compared(cells: tuple[Cell, ...], corpus: Corpus) -> ThemeCompared:
    sorted_cells = [_by_topic(cell.entry, corpus) if cell.entry else {} for cell in cells]
    names = [*(topic.name for topic in corpus.topics.topics), None]
    bands = (Band(name, tuple(tuple(found.get(name, ())) for found in sorted_cells)) for name in names)
    return ThemeCompared(cells[0].theme, cells, tuple(band for band in bands if band.speaking))


def _by_topic(entry: Entry, corpus: Corpus) -> dict[str | None, list[Span]]:
    """All of a row's passages under their topics, with the titles before them.

    One that hangs on the passage before it goes where that one went.
    """
    found: dict[str | None, list[Span]] = {}
    before: str | None = None
    end_before = 0
    for at, passage in enumerate(passages_of(entry)):
        topic = corpus.topic_of(entry, passage.text)
        name = topic.name if topic else None
        if at and cue("words.dangling").search(passage.text):
            name = before
        spans, between = found.setdefault(name, []), entry.text[end_before : passage.start]
        title = between.find(passage.heading) if passage.heading else -1
        if spans and spans[-1][1] == end_before and title < 0:
            spans[-1] = (spans[-1][0], passage.end)
        else:
            spans.append((passage.start if title < 0 else end_before + title, passage.end))
        before, end_before = name, passage.end
    return found
