"""A corpus as a file that `add` reads again: JSON Lines, CSV or Excel; and the empty sheet to fill in."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from corpus.errors import IntakeError
from corpus.imports import ImportedCell, cell_lines
from corpus.manifest import Manifest
from corpus.readers.columns import column_names
from corpus.sheet_text import neutral

_WIDTHS = {"text": 80, "title": 40, "url": 40, "aspect": 28, "municipality": 14, "theme": 18}
_FIRST_ROW_BELOW = "A2"


def export_file(name: str, cells: Sequence[ImportedCell], manifest: Manifest) -> bytes:
    """All cells, in the format that the file's name asks for. Raises IntakeError for another format."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".jsonl":
        return cell_lines(cells).encode()
    if suffix == ".csv":
        return _csv([_row(cell, manifest) for cell in cells])
    if suffix == ".xlsx":
        return _excel([_row(cell, manifest) for cell in cells])
    raise IntakeError(file=name, reason="export_kind_unknown")


def template_file(name: str, manifest: Manifest) -> bytes:
    """The sheet to fill in, with one row that shows how. Raises IntakeError for another format."""
    theme, aspect = manifest.themes[0], manifest.held_aspect
    example = {"theme": theme.heading, "aspect": aspect.heading}
    row = [example.get(column, "") for column in _columns()]
    suffix = PurePath(name).suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise IntakeError(file=name, reason="template_kind_unknown")
    return _csv([row]) if suffix == ".csv" else _excel([row])


def write_file(path: Path, content: bytes) -> None:
    """Raises IntakeError where the file cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise IntakeError(file=str(path), reason="file_unwritable", why=error.strerror or str(error)) from error


def _columns() -> dict[str, str]:
    return {name: str(heading) for name, heading in column_names()["template"].items()}


def _row(cell: ImportedCell, manifest: Manifest) -> list[str]:
    status = column_names()["status"][cell.text_status]
    assert isinstance(status, list)
    shown = {
        **{name: value or "" for name, value in cell.model_dump(exclude={"reference"}).items()},
        "theme": manifest.theme(cell.theme).heading,
        "aspect": manifest.aspect(cell.aspect).heading,
        "text_status": status[0],
    }
    return [str(shown[name]) for name in _columns()]


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """With a byte order mark, without which Excel takes UTF-8 for CP932; nothing in it is a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_columns().values())
    writer.writerows([neutral(words) for words in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _excel(rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for number, row in enumerate([tuple(_columns().values()), *rows], start=1):
        for place, words in enumerate(row, start=1):
            cell = sheet.cell(number, place, words)
            cell.data_type = "s"  # text, also what looks like a formula or a number
            cell.quotePrefix = True
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column, name in zip("ABCDEFGHIJKL", _columns(), strict=True):
        sheet.column_dimensions[column].width = _WIDTHS.get(name, 12)
    sheet.freeze_panes = _FIRST_ROW_BELOW
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
