"""A table as it goes on paper, whichever program then draws it."""

from dataclasses import dataclass
from typing import Literal

Weight = Literal["plain", "strong", "small"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a cell, or above or below a table."""

    words: str
    weight: Weight = "plain"


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in millimetres."""

    heading: str
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table with what stands above and below it; its cells are text, whatever is in them.

    `sections`: the places of the rows that open a part of it.
    """

    title: str
    above: tuple[Line, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    below: tuple[Line, ...]
    sections: tuple[int, ...] = ()
