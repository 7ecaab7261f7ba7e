"""The Cabinet Office's advice page as text: a preface and, under each theme's heading, a table.

The table's own heading row is shifted and its closed columns are gone, so the cells are read by place: the town,
then the text of the open column. Cells run over several lines, which no Markdown reader understands: a row begins
at a line with a bar and a town.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import CorpusError

_RULE = re.compile(r"^\|(?=.*-)[\s:|-]+\|$")
_TOWN = re.compile(r"^\|\s*[^\s|]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line it begins on (from 1), the theme's heading, the town's cell and the text."""

    line: int
    heading: str
    prefecture: str | None
    municipality: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read: what stands before the first table, and the rows of all tables."""

    preface: str
    rows: tuple[Row, ...]


def read_page(text: str, headings: Sequence[str], file: str) -> Page:
    """The preface and rows of an advice page whose tables stand under `headings`.

    Raises CorpusError, with the line of the file, for a heading that is missing or a row that is not town and text.
    """
    lines = text.splitlines()
    starts = [_line_of(heading, lines, file) for heading in headings]
    ends = [*starts[1:], len(lines)]
    rows: list[Row] = []
    for heading, start, end in zip(headings, starts, ends, strict=True):
        rows += _rows(lines, start + 1, end, heading, file)
    return Page(preface="\n".join(lines[: starts[0]]).strip(), rows=tuple(rows))


def _line_of(heading: str, lines: list[str], file: str) -> int:
    for number, line in enumerate(lines):
        if line.strip() == heading:
            return number
    raise CorpusError(file=file, row="-", field=heading, reason="heading_missing")


def _rows(lines: list[str], start: int, end: int, heading: str, file: str) -> list[Row]:
    rule = next((n for n in range(start, end) if _RULE.match(lines[n].strip())), None)
    if rule is None:
        raise CorpusError(file=file, row=str(start + 1), field=heading, reason="table_missing")
    begins = [number for number in range(rule + 1, end) if _TOWN.match(lines[number])]
    before = "\n".join(lines[rule + 1 : begins[0] if begins else end]).strip()
    if before:
        raise CorpusError(file=file, row=str(rule + 2), field=heading, reason="row_without_town")
    return [
        _row("\n".join(lines[begin:stop]), begin + 1, heading, file)
        for begin, stop in zip(begins, [*begins[1:], end], strict=True)
    ]


def _row(row: str, line: int, heading: str, file: str) -> Row:
    cells = row.split("|")
    if len(cells) < 4 or cells[0].strip() or any(cell.strip() for cell in cells[3:]):
        raise CorpusError(file=file, row=str(line), field=heading, reason="row_not_two_cells")
    town = cells[1].split()
    if not 1 <= len(town) <= 2:
        raise CorpusError(file=file, row=str(line), field="municipality", reason="town_cell_unreadable")
    prefecture = town[0] if len(town) == 2 else None
    return Row(line, heading, prefecture, town[-1], cells[2].strip())
