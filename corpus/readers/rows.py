"""Rows of tables → drafts: the cells under the columns that are known, whatever is left over rejected by name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from corpus.entry import TextStatus
from corpus.manifest import Manifest
from corpus.readers.columns import ColumnFinder, Columns, bare, column_names
from corpus.readers.contact_cell import read_contact
from corpus.readers.table import Cell, ContactDraft, Draft, Rejection, Slot, Table

_FIELDS = ("code", "prefecture", "municipality", "title", "url", "as_of", "loss", "printed_prefecture")


@dataclass
class Rows:
    """What was read of tables so far."""

    drafts: list[Draft] = field(default_factory=list)
    contacts: list[ContactDraft] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


class RowReader:
    """Reads the tables of one file.

    `open_aspect`: the one column that the page leaves open, if that is known, for rows in which the closed ones have no
    cells. `blank_rows`: a row that is blank under an open column is an entry without text, as on a page; in a sheet
    it only is one if it says so.
    """

    def __init__(
        self, manifest: Manifest, finder: ColumnFinder, file: str, open_aspect: str | None, blank_rows: bool
    ) -> None:
        self._manifest = manifest
        self._finder = finder
        self._file = file
        self._open_aspect = open_aspect
        self._blank_rows = blank_rows
        self._themes = {bare(name): theme.id for theme in manifest.themes for name in (theme.heading, theme.id)}
        self._themes |= {bare(name): theme.id for theme in manifest.themes for name in (theme.label, *theme.names)}
        self._aspects = {bare(name): aspect.id for aspect in manifest.aspects for name in aspect.names}
        self._aspects |= {bare(name): aspect.id for aspect in manifest.aspects for name in (aspect.heading, aspect.id)}

    def read(self, tables: Sequence[Table]) -> Rows:
        """The drafts and rejections of all tables. A table without known columns is passed over."""
        rows = Rows()
        readable = [(table, columns) for table in tables if (columns := self._finder.columns(table.rows))]
        for table, columns in readable:
            self._read(table, columns, rows)
        if not readable:
            rows.rejections.append(Rejection(self._file, None, "-", "columns_missing"))
            rows.rejections += self._headings(tables)
        return rows

    def _headings(self, tables: Sequence[Table]) -> Iterator[Rejection]:
        """The columns of tables of which none is known: somebody may say what they hold."""
        for table in tables:
            filled = [(n, row) for n, row in zip(table.numbers, table.rows, strict=True) if _is_filled(row)]
            if len(filled) > 1:
                number, row = filled[0]
                names = dict.fromkeys(" ".join(_own(slot).text.split()) for slot in row)
                yield from (Rejection(self._file, number, name, "column_unknown") for name in names if name)

    def _read(self, table: Table, columns: Columns, rows: Rows) -> None:
        body = list(zip(table.numbers, table.rows, strict=True))[columns.first :]
        body = [(number, row) for number, row in body if _is_filled(row)]
        for number, row in body:
            if self._is_ambiguous(row, columns):
                self._reject(rows, number, "-", "row_not_two_cells", row[0].cell.text)
        body = [(number, self._fitted(row, columns)) for number, row in body if not self._is_ambiguous(row, columns)]
        filled = {place for _, row in body for place, slot in enumerate(row) if not _own(slot).is_blank}
        for place in columns.unnamed:
            if place in filled:
                number = next(n for n, row in body if place < len(row) and not _own(row[place]).is_blank)
                heading = " ".join(columns.headings.get(place, "").split()) or str(place + 1)
                rows.rejections.append(Rejection(self._file, number, heading, "column_unknown"))
        opened = {place: aspect for place, aspect in columns.aspects.items() if place in filled}
        before: Sequence[Slot] = ()
        for number, row in body:
            self._read_row(number, row, before, table.theme, columns, opened, rows)
            before = row

    def _is_ambiguous(self, row: Sequence[Slot], columns: Columns) -> bool:
        """True for a row with fewer cells than columns, of several aspects, where nothing says which are not there."""
        places = list(columns.aspects)
        unknown = self._open_aspect not in columns.aspects.values()
        return unknown and len(places) > 1 and len(row) <= max(places)

    def _fitted(self, row: tuple[Slot, ...], columns: Columns) -> tuple[Slot, ...]:
        """The row in as many places as there are columns: the closed ones of a page may have no cells."""
        closed = [place for place, aspect in columns.aspects.items() if aspect != self._open_aspect]
        if self._open_aspect not in columns.aspects.values() or len(row) >= columns.width or not closed:
            return row
        last = columns.place("contact")
        places = [place for place in range(columns.width) if place not in closed]
        if len(row) not in (len(places), len(places) - (last is not None)):
            return row
        fitted = [Slot(Cell())] * columns.width
        for place, slot in zip(places, row, strict=False):
            fitted[place] = slot
        return tuple(fitted)

    def _read_row(
        self,
        number: int,
        row: Sequence[Slot],
        before: Sequence[Slot],
        theme: str | None,
        columns: Columns,
        opened: Mapping[int, str],
        rows: Rows,
    ) -> None:
        """Adds what one row says; `before` is the row above it, whose town a merged cell goes on with."""
        place_of_town = columns.place("municipality")
        goes_on = place_of_town is not None and place_of_town < len(row) and row[place_of_town].down and bool(before)
        fields = {name: _text(row, columns.place(name)) for name in _FIELDS}
        town = _town_words(fields["municipality"])
        if not fields["code"] and not town:
            self._reject(rows, number, "municipality", "row_without_town", town)
            return
        own_theme = self._theme(_text(row, columns.place("theme")), theme)
        if own_theme is None:
            self._reject(rows, number, "theme", "theme_unknown", town)
            return
        draft = Draft(
            row=number,
            column="",
            code=fields["code"],
            prefecture=fields["prefecture"],
            municipality=town,
            theme=own_theme,
            aspect="",
            text="",
            loss=fields["loss"] or None,
            printed_prefecture=fields["printed_prefecture"] or None,
            title=fields["title"],
            url=fields["url"],
            as_of=fields["as_of"],
        )
        self._add_contact(draft, row, columns, rows)
        if columns.place("text") is not None:
            self._add_long(draft, row, columns, rows)
        else:
            self._add_wide(draft, row, goes_on, columns, opened, rows)

    def _add_long(self, draft: Draft, row: Sequence[Slot], columns: Columns, rows: Rows) -> None:
        """A row that names its aspect and has one text."""
        named = _text(row, columns.place("aspect"))
        aspect = self._aspects.get(bare(named)) if named else self._manifest.held_aspect.id
        status, is_known = _status(_text(row, columns.place("text_status")))
        words = _text(row, columns.place("text"))
        if aspect is None:
            self._reject(rows, draft.row, "aspect", "aspect_unknown", draft.municipality)
        elif not is_known:
            self._reject(rows, draft.row, "text_status", "status_unknown", draft.municipality)
        elif not words and status != "missing":
            self._reject(rows, draft.row, "text", "text_missing", draft.municipality)
        elif words and status == "missing":
            self._reject(rows, draft.row, "text_status", "status_differs", draft.municipality)
        else:
            heading = columns.headings.get(columns.place("text") or 0, "text")
            rows.drafts.append(replace(draft, column=heading, aspect=aspect, text=words, text_status=status))

    def _add_wide(
        self,
        draft: Draft,
        row: Sequence[Slot],
        goes_on: bool,
        columns: Columns,
        opened: Mapping[int, str],
        rows: Rows,
    ) -> None:
        """A row with a text for each aspect."""
        used: set[str] = set()
        for place, aspect in self._readable(row, opened):
            slot = row[place] if place < len(row) else Slot(Cell())
            heading = " ".join(columns.headings.get(place, "").split())
            if slot.down and not goes_on and not slot.cell.is_blank:
                self._reject(rows, draft.row, heading, "cell_spans_towns", draft.municipality)
            elif slot.right and slot.cell.text:
                self._reject(rows, draft.row, heading, "cell_spans_columns", draft.municipality)
            elif not slot.down and (slot.cell.text or (self._blank_rows and not goes_on)):
                self._add_text(replace(draft, column=heading, aspect=aspect, text=slot.cell.text), goes_on, rows)
            used.add(aspect)
        if not used or not (self._blank_rows or any(_text(row, place) for place in opened)):
            self._reject(rows, draft.row, "text", "text_missing", draft.municipality)

    def _readable(self, row: Sequence[Slot], opened: Mapping[int, str]) -> Iterator[tuple[int, str]]:
        """The open columns of a row; of a text that spans several, the place where it begins, as the open one's."""
        spanned = [place for place in opened if place < len(row) and row[place].right]
        if self._open_aspect in opened.values() and spanned:
            begin = next(p for p in range(spanned[0], -1, -1) if not row[p].right)
            yield begin, str(self._open_aspect)
            return
        yield from opened.items()

    def _add_text(self, draft: Draft, goes_on: bool, rows: Rows) -> None:
        """A draft, or more text for the one above where a merged cell goes on with its town."""
        if goes_on:
            for at in range(len(rows.drafts) - 1, -1, -1):
                above = rows.drafts[at]
                if above.municipality != draft.municipality:
                    break
                if (above.aspect, above.theme) == (draft.aspect, draft.theme):
                    rows.drafts[at] = replace(above, text="\n".join(filter(None, (above.text, draft.text))))
                    return
        rows.drafts.append(draft)

    def _add_contact(self, draft: Draft, row: Sequence[Slot], columns: Columns, rows: Rows) -> None:
        place = columns.place("contact")
        if place is None or place >= len(row) or row[place].down or row[place].cell.is_blank:
            return
        column = " ".join(columns.headings.get(place, "").split())
        found = read_contact(row[place].cell)
        if found is not None:
            rows.contacts.append(
                ContactDraft(draft.row, column, draft.code, draft.prefecture, draft.municipality, draft.theme, found)
            )

    def _theme(self, named: str, of_table: str | None) -> str | None:
        """The theme that a row names, else its table's, else the only one that the corpus has."""
        if named:
            return self._themes.get(bare(named))
        only = self._manifest.themes[0].id if len(self._manifest.themes) == 1 else None
        return of_table or only

    def _reject(self, rows: Rows, number: int, column: str, reason: str, town: str) -> None:
        heading = column_names()["template"].get(column, column)
        rows.rejections.append(Rejection(self._file, number, str(heading), reason, " ".join(town.split())))


def _own(slot: Slot) -> Cell:
    """The cell, where it begins; nothing where a merged one only goes on."""
    return Cell() if slot.down or slot.right else slot.cell


def _is_filled(row: Sequence[Slot]) -> bool:
    return not all(_own(slot).is_blank for slot in row)


def _text(row: Sequence[Slot], place: int | None) -> str:
    return row[place].cell.text if place is not None and place < len(row) else ""


def _town_words(words: str) -> str:
    """A town's cell without notes: 岡崎市（中核市）, 岡崎市※2."""
    return re.sub(r"[（(].*?[)）]|[※*＊]\s*\d*", " ", words).strip()


def _status(words: str) -> tuple[TextStatus | None, bool]:
    """The status that a sheet names, if any; and False for words that mean none."""
    if not words:
        return None, True
    statuses: tuple[TextStatus, ...] = get_args(TextStatus)
    for status in statuses:
        names = column_names()["status"][status]
        if isinstance(names, list) and words in names:
            return status, True
    return None, False
