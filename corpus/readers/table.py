"""What every reader of tables hands on: cells laid on a grid, and what was drafted or rejected of their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.entry import Reference, TextStatus
from corpus.imports import ImportedFile


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words; `links`: the addresses in it, `alts`: what stands for its pictures."""

    text: str = ""
    links: tuple[str, ...] = ()
    alts: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """True if nothing at all is in it."""
        return not (self.text or self.links or self.alts)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the grid. `down`, `right`: the cell began in a row above, in a column to the left (merged cells)."""

    cell: Cell
    down: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one theme (None: its rows say, or the corpus has but one); `numbers`: of each row, as people count."""

    theme: str | None
    rows: tuple[tuple[Slot, ...], ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row says under one aspect, as it stands in the file; `theme` and `aspect` are ids."""

    row: int
    column: str
    code: str
    prefecture: str
    municipality: str
    theme: str
    aspect: str
    text: str
    text_status: TextStatus | None = None
    loss: str | None = None
    reference: Reference | None = None
    printed_prefecture: str | None = None
    title: str = ""
    url: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """Whom to ask, as a row has it; `details`: department, phone, fax, email, url, those that are there."""

    row: int
    column: str
    code: str
    prefecture: str
    municipality: str
    theme: str
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row, or a cell of it, that is not taken in, and why; `row` is None where it is the whole file."""

    file: str
    row: int | None
    column: str
    reason: str
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one file."""

    file: ImportedFile
    drafts: Sequence[Draft] = ()
    contacts: Sequence[ContactDraft] = ()
    rejections: Sequence[Rejection] = ()
