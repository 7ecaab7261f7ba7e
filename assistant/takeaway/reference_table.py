"""「他団体の取組状況（参考資料）」: a line a town, as a table."""

from collections.abc import Iterator

from assistant.takeaway.phrases import closing, contact_of, quoted, source_of, where_written, written_by_model
from assistant.takeaway.report import Report, TownRow
from assistant.takeaway.table import Cell, Column, Line, Table
from assistant.texts import text
from corpus.manifest import Manifest

_WIDTHS = {"town": 25, "population": 24, "quotes": 98, "gaps": 40, "source": 60}
"""Together what A4 across leaves between margins of 25 mm."""


def reference_table(report: Report) -> Table:
    """The table of a report: 団体名, 人口, 取組の概要, 資料にないこと, 出典."""
    return Table(
        title=text("takeaway.table_title"),
        above=tuple(_above(report)),
        columns=tuple(Column(text(f"takeaway.head_{name}"), width) for name, width in _WIDTHS.items()),
        rows=tuple(_row(row, report.manifest) for row in report.rows),
        below=tuple(_below(report)),
    )


def _above(report: Report) -> Iterator[Line]:
    if report.question:
        yield Line(text("takeaway.asked", question=report.question))
    yield from (Line(sentence) for sentence in report.said)
    yield from written_by_model(report)


def _row(row: TownRow, manifest: Manifest) -> tuple[Cell, ...]:
    town = row.town
    population = "" if town.population is None else text("takeaway.people", people=f"{town.population:,}")
    return (
        (
            Line(town.name, "strong"),
            *(Line(words, "small") for words in (town.prefecture, town.kind, *row.corrections)),
        ),
        (Line(population),),
        tuple(line for quote in row.quotes for line in quoted(quote, quote.theme)),
        tuple(Line(gap) for gap in row.gaps) or (Line(text("takeaway.no_gap")),),
        tuple(sources_of(row, manifest)),
    )


def sources_of(row: TownRow, manifest: Manifest) -> Iterator[Line]:
    """Where a town's quotes stand, the source with its page, and whom to ask."""
    yield from (Line(where, "small") for where in where_written(row.quotes, manifest))
    source = row.quotes[0].entry.source
    yield Line(source_of(source, manifest), "small")
    if row.contact.status == "see_source":
        yield Line(text("takeaway.contact_at_source"), "small")
        yield Line(source.url, "small")
    else:
        yield Line(source.url, "small")
        yield Line(contact_of(row.contact), "small")


def _below(report: Report) -> Iterator[Line]:
    if report.gaps:
        yield Line(text("takeaway.gaps"), "strong")
        yield from (Line(text("takeaway.item", words=gap)) for gap in report.gaps)
    if report.notes:
        yield Line(text("section.notes"), "strong")
        yield from (Line(text("takeaway.item", words=note)) for note in report.notes)
    yield Line(text("takeaway.population"), "small")
    yield from closing(report.manifest, report.made)
