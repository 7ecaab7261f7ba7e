"""議会用メモ: what the material lets one say, what it does not, as of when and where; the answer is left blank."""

from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Mm

from assistant.takeaway.phrases import closing, quoted, sources_and_contacts, written_by_model
from assistant.takeaway.report import Report
from assistant.takeaway.table import Column, Line, Table
from assistant.takeaway.word_page import MINCHO, add_lines, add_title, new_document, saved
from assistant.takeaway.word_table import add_table
from assistant.texts import text

_SIZE, _SMALL = 10.5, 9
_LABEL, _CONTENT = 30, 130
_ROOM = Mm(45)
"""For the answer, to be written by hand or typed."""


def council_memo(report: Report) -> bytes:
    """The memo as a Word file."""
    title = text("takeaway.memo_title")
    document = new_document(title, MINCHO, _SIZE)
    add_title(document, title)
    parts = {
        "question": [Line(report.question or "")],
        "reply": [],
        "can_say": list(_can_say(report)),
        "cannot_say": list(_cannot_say(report)),
        "as_of": [Line(report.manifest.source.as_of), Line(text("takeaway.as_of_told"), "small")],
        "sources": list(sources_and_contacts(report.rows, report.manifest)),
    }
    _add_parts(document, parts)
    add_lines(document, closing(report.manifest, report.made), _SMALL)
    return saved(document)


def _add_parts(document: WordDocument, parts: dict[str, list[Line]]) -> None:
    columns = (Column(text("takeaway.memo_part"), _LABEL), Column(text("takeaway.memo_content"), _CONTENT))
    rows = tuple(((Line(text(f"takeaway.memo_{name}"), "strong"),), tuple(lines)) for name, lines in parts.items())
    grid = add_table(document, Table("", (), columns, rows, ()), _SMALL, whole_rows=False)
    for row, lines in zip(grid.rows[1:], parts.values(), strict=True):
        if not any(line.words for line in lines):  # something has to be written here
            row.height, row.height_rule = _ROOM, WD_ROW_HEIGHT_RULE.AT_LEAST


def _can_say(report: Report) -> Iterator[Line]:
    yield from (Line(sentence) for sentence in report.said)
    yield from written_by_model(report)
    for row in report.rows:
        for quote in row.quotes:
            if quote.words:
                yield from quoted(quote, text("section.where", town=row.town.name, theme=quote.theme))
    yield from (Line(text("takeaway.item", words=note), "small") for note in report.notes)


def _cannot_say(report: Report) -> Iterator[Line]:
    for gap in report.gaps:
        yield Line(text("takeaway.item", words=gap))
    for row in report.rows:
        for gap in row.gaps:
            yield Line(text("takeaway.item_of_town", town=row.town.name, words=gap))
    coverage = report.manifest.coverage
    if not any(coverage in gap for gap in report.gaps):
        yield Line(text("takeaway.item", words=text("takeaway.coverage_short", coverage=coverage)))
