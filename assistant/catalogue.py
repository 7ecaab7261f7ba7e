"""The rows of a corpus as a catalogue: narrowed, searched and sorted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import Literal, get_args

from assistant.limits import Limits
from assistant.word_search import Folded, Span, WordSearch, folded
from corpus.entry import Entry, Municipality, TextStatus
from corpus.japan import load_towns, prefectures, standard_regions
from corpus.library import Corpus

Sort = Literal["source", "region", "reading", "small", "large"]
SORTS: tuple[Sort, ...] = get_args(Sort)

_EXCERPT = 90
"""So many characters of a row stand in a list."""
_BEFORE = 20
"""So many stand before the first word that was found."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: `words` that all occur, rows within `limits`, texts of these statuses (none: of any)."""

    words: str = ""
    limits: Limits = field(default_factory=Limits)
    statuses: tuple[TextStatus, ...] = ()
    sort: Sort = "source"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that fits, with where the words stand in its text and in the names of its town and prefecture."""

    entry: Entry
    in_text: tuple[Span, ...] = ()
    in_town: tuple[Span, ...] = ()
    in_prefecture: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Searchable:
    entry: Entry
    text: Folded
    town: Folded
    prefecture: Folded
    reading: Folded


_folded = lru_cache(1 << 16)(folded)
"""Of the corpus's own words, of which few change when the corpus does."""


class Catalogue:
    """All rows of a corpus, ready to be looked through."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._search = WordSearch(corpus.glossary)

    def rows(self, wanted: Wanted) -> tuple[Row, ...]:
        """The rows that fit, sorted."""
        codes, patterns = wanted.limits.codes(self.corpus), self._search.patterns(wanted.words)
        found = []
        for row in self._rows:
            entry = row.entry
            if (
                (codes is not None and entry.municipality.code not in codes)
                or wanted.limits.theme not in (None, entry.theme)
                or wanted.limits.aspect not in (None, entry.aspect)
                or (wanted.statuses and entry.text_status not in wanted.statuses)
            ):
                continue
            fields = (row.text, row.town, row.prefecture, row.reading)
            spans = [[field.spans(pattern) for pattern in patterns] for field in fields]
            if all(any(of_word) for of_word in zip(*spans, strict=True)):
                found.append(Row(entry, *map(merged, spans[:3])))
        return tuple(sorted(found, key=lambda row: self._orders[wanted.sort](row.entry.municipality)))

    def loosened(self, wanted: Wanted) -> tuple[str, ...]:
        """Which single conditions keep everything out: the names of those without which something fits."""
        limits = wanted.limits
        without = {
            "words": replace(wanted, words=""),
            "regions": replace(wanted, limits=replace(limits, regions=())),
            "kinds": replace(wanted, limits=replace(limits, kinds=())),
            "sizes": replace(wanted, limits=replace(limits, sizes=())),
            "theme": replace(wanted, limits=replace(limits, theme=None)),
            "statuses": replace(wanted, statuses=()),
        }
        return tuple(name for name, other in without.items() if other != wanted and self.rows(other))

    @cached_property
    def statuses(self) -> tuple[TextStatus, ...]:
        """The text statuses that occur, the fullest first."""
        occurring = {entry.text_status for entry in self.corpus.entries}
        return tuple(status for status in get_args(TextStatus) if status in occurring)

    @cached_property
    def _rows(self) -> tuple[_Searchable, ...]:
        return tuple(
            _Searchable(
                entry,
                _folded(entry.text),
                _folded(entry.municipality.name),
                _folded(entry.municipality.prefecture),
                _folded(_readings().get(entry.municipality.code, "")),
            )
            for entry in self.corpus.entries
        )

    @cached_property
    def _orders(self) -> dict[Sort, Callable[[Municipality], tuple[int | str, ...]]]:
        regions, places = standard_regions(), prefectures()
        readings = _readings()
        return {
            "source": lambda _: (),
            "region": lambda town: (_place(town.region, regions), _place(town.prefecture, places), town.code),
            "reading": lambda town: (readings.get(town.code, town.name), town.code),
            "small": lambda town: (town.population is None, town.population or 0),
            "large": lambda town: (-(town.population or 0),),
        }


@cache
def _readings() -> dict[str, str]:
    return {town.code: town.kana for town in load_towns()}


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def towns_of(rows: Iterable[Row]) -> tuple[Municipality, ...]:
    """The towns of some rows, each once, in their order."""
    return tuple({row.entry.municipality.code: row.entry.municipality for row in rows}.values())


def in_order_of(codes: Sequence[str], rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows as their towns stand in `codes`."""
    return tuple(sorted(rows, key=lambda row: _place(row.entry.municipality.code, codes)))


def excerpt(row: Row) -> Span:
    """The part of a row's text that a list shows: its beginning, or from shortly before the first word found."""
    text, start = row.entry.text, 0
    if row.in_text and row.in_text[0][1] > _EXCERPT:
        start = max(0, min(row.in_text[0][0] - _BEFORE, len(text) - _EXCERPT))
    return start, min(len(text), start + _EXCERPT)


def merged(spans: Iterable[Sequence[Span]]) -> tuple[Span, ...]:
    """Spans of several words in order, those that overlap or touch as one."""
    joined: list[Span] = []
    for start, end in sorted(span for of_word in spans for span in of_word):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
