"""An Excel sheet whose cells are text, whatever they begin with, and that prints on A4."""

import io
import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.takeaway.word_page import GOTHIC, printable
from assistant.texts import text

_MARGIN = 25 / 25.4
_FORMULA = ("=", "+", "-", "@")
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EDGE = Side(style="thin", color="000000")
_SIZES = (10, 9, 8, 7)
_LINE_HEIGHT = 1.35
_ROOMY = 0.97
"""Half-width letters of 10 points that fit into a unit of a column's width; the end of a line often stays empty."""
_HIGHEST = 409
"""Points; no row can be higher."""
BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
SHADE = PatternFill("solid", fgColor="E7E7E7")


def new_book(title: str) -> Workbook:
    """A workbook without a sheet."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator, book.properties.language = title, "", "ja-JP"
    return book


def add_sheet(book: Workbook, name: str, across: bool) -> Worksheet:
    """A further sheet, A4, as wide as the paper, with page x/y at its foot."""
    sheet = book.create_sheet(name)
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = ("landscape" if across else "portrait"), Worksheet.PAPERSIZE_A4
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = _MARGIN
    sheet.oddFooter.center.text = text("takeaway.page", page="&P", pages="&N")
    sheet.sheet_view.showGridLines = False
    return sheet


def put(sheet: Worksheet, row: int, column: int, words: str, size: float = 10, bold: bool = False) -> Any:
    """Writes words as text into a cell, wrapped, from its top; the cell."""
    cell = sheet.cell(row, column)
    cell.value = _ESCAPE_LOOKALIKE.sub("_x005F_", printable(words).replace("\t", " "))
    cell.data_type = "s"  # else what begins with = is a formula
    cell.font = Font(name=GOTHIC, size=size, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.quotePrefix = words.startswith(_FORMULA)  # and stays text when someone edits it
    return cell


def put_across(sheet: Worksheet, row: int, columns: int, words: str, size: float = 10, bold: bool = False) -> None:
    """Writes words across all columns; as high as they need, which no program finds out for joined cells."""
    put(sheet, row, 1, words, size, bold)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    sheet.row_dimensions[row].height = _height(words, sum(_widths(sheet)[:columns]), size)


def put_row(sheet: Worksheet, row: int, cells: Sequence[str], bold: bool = False, shaded: bool = False) -> None:
    """Writes a row of a grid, as high as its fullest cell needs; smaller where no row can be high enough."""
    widths = _widths(sheet)
    for size in _SIZES:
        height = max(_height(words, width, size) for words, width in zip(cells, widths, strict=False))
        if height <= _HIGHEST:
            break
    for n, words in enumerate(cells, start=1):
        cell = put(sheet, row, n, words, size, bold)
        cell.border = BORDER
        if shaded:
            cell.fill = SHADE
    sheet.row_dimensions[row].height = min(height, _HIGHEST)


def _widths(sheet: Worksheet) -> list[float]:
    return [sheet.column_dimensions[get_column_letter(n + 1)].width for n in range(len(sheet.column_dimensions))]


def _height(words: str, width: float, size: float) -> float:
    """The height in points of words in a cell of this width in characters."""
    room = max(2.0, width * _ROOMY * 10 / size)
    lines = sum(max(1, math.ceil(_halves(line) / room)) for line in words.split("\n"))
    return lines * size * _LINE_HEIGHT + size / 2


def _halves(line: str) -> int:
    """The width of a line in half-width characters."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in line)


def saved(book: Workbook, now: datetime) -> bytes:
    """The workbook as the bytes of a file."""
    book.properties.created = book.properties.modified = now
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
