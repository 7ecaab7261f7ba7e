"""A table as an Excel file; its heading is repeated on each printed page and stays in view on the screen."""

from collections.abc import Mapping
from datetime import datetime

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.takeaway.excel_page import add_sheet, new_book, put_across, put_row, saved
from assistant.takeaway.table import Cell, Table
from assistant.texts import text

_MM_A_CHARACTER = 1.9
_SIZES = {"plain": 10.0, "strong": 10.0, "small": 9.0}


def excel_table(table: Table, now: datetime) -> bytes:
    """The table with what stands above and below it."""
    return excel_tables(table.title, {text("takeaway.sheet"): table}, now)


def excel_tables(title: str, tables: Mapping[str, Table], now: datetime) -> bytes:
    """Several tables in one workbook, each on a sheet of this name."""
    book = new_book(title)
    for name, table in tables.items():
        _fill(add_sheet(book, name, across=True), table)
    return saved(book, now)


def _fill(sheet: Worksheet, table: Table) -> None:
    columns = len(table.columns)
    for n, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width / _MM_A_CHARACTER
    put_across(sheet, 1, columns, table.title, size=14, bold=True)
    at = 2
    for line in table.above:
        put_across(sheet, at, columns, line.words, _SIZES[line.weight], line.weight == "strong")
        at += 1
    if table.rows:
        put_row(sheet, at, [column.heading for column in table.columns], bold=True, shaded=True)
        sheet.print_title_rows = f"{at}:{at}"
        sheet.freeze_panes = sheet.cell(at + 1, 2)
        at += 1
    for place, row in enumerate(table.rows):
        put_row(sheet, at, [_joined(cell) for cell in row], shaded=place in table.sections)
        at += 1
    for line in table.below:
        put_across(sheet, at, columns, line.words, _SIZES[line.weight], line.weight == "strong")
        at += 1


def _joined(lines: Cell) -> str:
    return "\n".join(line.words for line in lines)
