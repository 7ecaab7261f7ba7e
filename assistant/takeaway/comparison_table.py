"""A comparison as a table on paper: a column a town, a row a topic of a theme."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from assistant.comparison import Band, Comparison, ThemeCompared
from assistant.coverage import told_of
from assistant.takeaway.phrases import closing, quoted, sources_and_contacts
from assistant.takeaway.report import Quote, TownRow, quote_of
from assistant.takeaway.table import Cell, Column, Line, Table
from assistant.texts import text
from corpus.entry import Municipality
from corpus.library import Corpus

_TOPIC, _ALL = 32, 247
"""Millimetres: the column of topics, and all that A4 across leaves between margins of 25 mm."""


def comparison_table(comparison: Comparison, corpus: Corpus, made: date) -> Table:
    """The towns side by side, every word of their rows quoted, each quote under the topic to which it belongs."""
    numbers, quotes = count(1), list[Quote]()
    rows: list[tuple[Cell, ...]] = []
    sections: list[int] = []
    for theme in comparison.themes:
        sections.append(len(rows))
        rows.append(_state_row(theme, corpus))
        rows += [_band_row(band, theme, numbers, quotes, corpus) for band in theme.bands]
    names = "・".join(town.name for town in comparison.towns)
    width = (_ALL - _TOPIC) / max(1, len(comparison.towns))
    columns = (Column(text("compare.topic"), _TOPIC), *(Column(town.name, width) for town in comparison.towns))
    return Table(
        title=text("takeaway.comparison_title"),
        above=(Line(text("takeaway.compared", towns=names)), Line(text("compare.grouping"), "small")),
        columns=columns,
        rows=tuple(rows),
        sections=tuple(sections),
        below=tuple(_below(comparison, quotes, corpus, made)),
    )


def _state_row(theme: ThemeCompared, corpus: Corpus) -> tuple[Cell, ...]:
    """The row that opens a theme: what is there of each town, and what is not."""
    label = corpus.manifest.theme(theme.theme).label
    cells: list[Cell] = []
    for cell in theme.cells:
        told = told_of(cell.entry, corpus) if cell.entry else (text("compare.no_row"),)
        cells.append((Line(text(f"status.{cell.status}"), "strong"), *(Line(words, "small") for words in told)))
    return ((Line(text("compare.theme", theme=label), "strong"),), *cells)


def _band_row(
    band: Band, theme: ThemeCompared, numbers: "count[int]", quotes: list[Quote], corpus: Corpus
) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for cell, spans in zip(theme.cells, band.spans, strict=True):
        lines: list[Line] = []
        for start, end in spans if cell.entry else ():
            assert cell.entry is not None
            quotes.append(quote_of(next(numbers), cell.entry, cell.entry.text[start:end], corpus))
            lines += quoted(quotes[-1])
        cells.append(tuple(lines) or (Line(text("compare.nothing_sign")),))
    return ((Line(band.topic or text("compare.rest")),), *cells)


def _below(comparison: Comparison, quotes: list[Quote], corpus: Corpus, made: date) -> Iterator[Line]:
    yield Line(text("compare.nothing_means", sign=text("compare.nothing_sign")), "small")
    yield Line(text("takeaway.head_source"), "strong")
    yield from sources_and_contacts([_quotes_of(town, quotes, corpus) for town in comparison.towns], corpus.manifest)
    yield from closing(corpus.manifest, made)


def _quotes_of(town: Municipality, quotes: list[Quote], corpus: Corpus) -> TownRow:
    own = tuple(quote for quote in quotes if quote.entry.municipality == town)
    contact = next(entry.contact for entry in corpus.entries if entry.municipality == town)
    return TownRow(town, own, (), (), contact)
