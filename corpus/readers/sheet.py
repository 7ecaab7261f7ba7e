"""CSV and Excel → tables of text. Nothing is computed: a formula stays text, macros are not looked at."""

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from corpus.dates import in_era
from corpus.errors import IntakeError
from corpus.readers.limits import MOST_COLUMNS, MOST_ROWS
from corpus.readers.table import Cell, Rejection, Slot, Table
from corpus.sheet_text import original


def read_csv(text: str, name: str, delimiter: str = ",") -> tuple[list[Table], list[Rejection]]:
    """The one table of a CSV text, and its rows that have more or fewer cells than the heading row.

    A text that breaks the rules of CSV is rejected whole, with the line at which it does.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if len(rows) > MOST_ROWS:
                raise IntakeError(file=name, reason="too_many_rows", limit=MOST_ROWS)
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, [original(cell.strip()) for cell in row]))
    except csv.Error:
        return [], [Rejection(name, reader.line_num + 1, "-", "not_csv")]
    if not rows:
        raise IntakeError(file=name, reason="file_empty")
    width = len(rows[0][1])
    wrong = [(number, row) for number, row in rows if len(row) != width]
    sound = [(number, row) for number, row in rows if len(row) == width]
    return [_table(sound)], [
        Rejection(name, number, "-", "row_not_two_cells", " ".join(row[:3])) for number, row in wrong
    ]


def _table(rows: Sequence[tuple[int, Sequence[str]]]) -> Table:
    return Table(
        None,
        tuple(tuple(Slot(Cell(words)) for words in row) for _, row in rows),
        tuple(number for number, _ in rows),
    )


def read_excel(data: bytes, name: str) -> list[Table]:
    """The tables of all sheets of an .xlsx file that was checked to be harmless. Raises IntakeError if it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of things in a workbook that are not its text
            _check_size(data, name)
            book = load_workbook(io.BytesIO(data), keep_vba=False, data_only=False, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, OSError, IndexError) as error:
        raise IntakeError(file=name, reason="not_excel") from error
    return [table for sheet in book.worksheets if (table := _sheet(sheet)).rows]


def _check_size(data: bytes, name: str) -> None:
    """Counts as the file is streamed, before any of it is kept."""
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > MOST_ROWS:
                    raise IntakeError(file=name, reason="too_many_rows", limit=MOST_ROWS)
                if len(row) > MOST_COLUMNS:
                    raise IntakeError(file=name, reason="too_many_columns", limit=MOST_COLUMNS)
    finally:
        book.close()


def _sheet(sheet: Worksheet) -> Table:
    """A sheet's grid: a merged cell stands in each place that it covers, marked where it only goes on."""
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1):
            for column in range(area.min_col, min(area.max_col, sheet.max_column) + 1):
                merged[row, column] = (area.min_row, area.min_col)
    rows: list[tuple[Slot, ...]] = []
    numbers: list[int] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        slots: list[Slot] = []
        for column, cell in enumerate(cells, start=1):
            above, left = merged.get((number, column), (number, column))
            words = _words(sheet.cell(above, left).value if (above, left) != (number, column) else cell.value)
            slots.append(Slot(Cell(words), down=above < number, right=left < column))
        if any(not slot.cell.is_blank for slot in slots):
            rows.append(tuple(_trimmed(slots)))
            numbers.append(number)
    width = max(map(len, rows), default=0)
    padded = tuple(row + (Slot(Cell()),) * (width - len(row)) for row in rows)
    return Table(None, padded, tuple(numbers))


def _trimmed(row: Sequence[Slot]) -> Iterator[Slot]:
    end = max((place for place, slot in enumerate(row, start=1) if not slot.cell.is_blank), default=0)
    yield from row[:end]


def _words(value: object) -> str:
    """A value as a person reads it in the sheet."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return in_era(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return original(str(value).replace("\r\n", "\n").replace("_x000D_", "").strip())
