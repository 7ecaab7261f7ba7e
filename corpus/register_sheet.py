"""The register of contacts as a sheet that people keep: CSV with Japanese headings, checked row by row."""

import csv
import io

from corpus.contacts import RegisterRow, fault_of
from corpus.errors import IntakeError
from corpus.given import Given
from corpus.library import Corpus
from corpus.readers.columns import bare, column_names
from corpus.readers.html_page import decoded
from corpus.readers.limits import check_file
from corpus.readers.sheet import read_csv
from corpus.readers.table import Rejection
from corpus.sheet_text import neutral
from corpus.town_of_row import TownsOfRows
from corpus.words import fold


def read_register_sheet(given: Given, corpus: Corpus) -> tuple[list[RegisterRow], list[Rejection]]:
    """The rows of a register, and those that are wrong. Raises IntakeError for what is no such sheet."""
    check_file(given.data, given.name)
    tables, rejected = read_csv(decoded(given.data, given.name), given.name)
    if not tables:
        return [], rejected
    headings = {bare(heading): name for name, heading in _headings().items()} | {name: name for name in _headings()}
    (_, *body), (_, *numbers) = tables[0].rows, tables[0].numbers
    names = [headings.get(bare(slot.cell.text)) for slot in tables[0].rows[0]]
    if "source_url" not in names or not {"code", "municipality"} & set(names):
        raise IntakeError(file=given.name, reason="not_a_register")
    rows: dict[tuple[str, str], RegisterRow] = {}
    towns = TownsOfRows(corpus.municipalities)
    for number, slots in zip(numbers, body, strict=True):
        fields = {name: slot.cell.text for name, slot in zip(names, slots, strict=True) if name}
        row = _row(fields, corpus, towns)
        if isinstance(row, RegisterRow) and (row.code, row.theme) in rows:
            row = ("code", "row_twice")
        if isinstance(row, RegisterRow):
            rows[row.code, row.theme] = row
        else:
            field, reason = row
            rejected.append(Rejection(given.name, number, _headings()[field], reason, fields.get("municipality", "")))
    return list(rows.values()), rejected


def _row(fields: dict[str, str], corpus: Corpus, towns: TownsOfRows) -> RegisterRow | tuple[str, str]:
    found = towns.find(fields.get("code", ""), "", fields.get("municipality", ""))
    if isinstance(found, str):
        return "code" if fields.get("code") else "municipality", found
    if found.town.code not in corpus.municipalities:
        return "code", "municipality_not_held"
    themes = {bare(name): t.id for t in corpus.manifest.themes for name in (t.id, t.heading, t.label)}
    theme = themes.get(bare(fields.get("theme", "")), "") if fields.get("theme") else ""
    if fields.get("theme") and not theme:
        return "theme", "theme_unknown"
    known = {**fields, "code": found.town.code, "municipality": found.town.name, "theme": theme}
    known |= {name: fold(known[name]) for name in ("phone", "fax", "email") if name in known}
    row = RegisterRow.model_validate({"source_url": "", "as_of": "", **known})
    return fault_of(row) or row


def register_sheet(corpus: Corpus) -> bytes:
    """The whole register as CSV, also its parts that came with pages."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_headings().values())
    for row in corpus.register.rows:
        label = corpus.manifest.theme(row.theme).label if row.theme else ""
        name = corpus.municipalities[row.code].name if row.code in corpus.municipalities else row.municipality
        writer.writerow(neutral(value) for value in {**row.model_dump(), "municipality": name, "theme": label}.values())
    return file.getvalue().encode("utf-8-sig")


def _headings() -> dict[str, str]:
    """Field → heading, in the order of the register's fields."""
    return {name: str(heading) for name, heading in column_names()["contacts"].items()}
