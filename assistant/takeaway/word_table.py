"""A table as a Word file, A4 across; its heading is repeated on each page."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Row

from assistant.takeaway.table import Cell, Line, Table
from assistant.takeaway.word_page import GOTHIC, add_lines, add_title, new_document, saved

SIZE, SMALL = 9.5, 8
_PADDING = 50
"""Twentieths of a point, above and below what stands in a cell."""
_SHADE = "E7E7E7"
"""A grey that a copier keeps."""


def word_table(table: Table) -> bytes:
    """The table with what stands above and below it."""
    document = new_document(table.title, GOTHIC, SIZE, across=True)
    add_title(document, table.title)
    add_lines(document, table.above, SMALL)
    if table.rows:
        add_table(document, table, SMALL, whole_rows=not table.sections)
    add_lines(document, table.below, SMALL)
    return saved(document)


def add_table(document: WordDocument, table: Table, small: float, whole_rows: bool = True) -> WordTable:
    """The grid alone, its small lines in this size; `whole_rows`: none is torn apart by the end of a page."""
    grid: WordTable = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _set_padding(grid)
    _set_widths(grid, [column.width for column in table.columns])
    _fill(grid.rows[0], [(Line(column.heading, "strong"),) for column in table.columns], table, small)
    _mark(grid.rows[0], "tblHeader")
    _shade(grid.rows[0])
    for at, cells in enumerate(table.rows):
        row: _Row = grid.add_row()  # type: ignore[no-untyped-call]
        _fill(row, cells, table, small)
        if at in table.sections:
            _shade(row)
            _keep_with_next(row)
        if whole_rows:
            _mark(row, "cantSplit")
    return grid


def _fill(row: _Row, cells: Sequence[Cell], table: Table, small: float) -> None:
    for cell, lines, column in zip(row.cells, cells, table.columns, strict=True):
        cell.width = Mm(column.width)
        add_lines(cell, lines, small)


def _shade(row: _Row) -> None:
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _keep_with_next(row: _Row) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _set_padding(grid: WordTable) -> None:
    padding = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(_PADDING))
        edge.set(qn("w:type"), "dxa")
        padding.append(edge)
    grid._tbl.tblPr.find(qn("w:tblLook")).addprevious(padding)  # the order is part of the format


def _set_widths(grid: WordTable, widths: list[float]) -> None:
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))
