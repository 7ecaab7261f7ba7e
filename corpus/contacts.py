"""The register of whom to ask, by town and theme: read, checked and written; how old an item may grow.

Nothing in it is ever made up: an empty field is a field not known.
"""

import calendar
import csv
import dataclasses
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.dates import day_of, fiscal_year
from corpus.entry import Contact
from corpus.errors import CorpusError
from corpus.manifest import read_text
from corpus.person_names import names_a_person
from corpus.sheet_text import neutral, original
from corpus.words import fold

MONTHS = 12
"""After so many months an item has to be made sure of again, unless the user sets another number."""

_PHONE = re.compile(
    r"(?:0\d{1,4}-|\(0\d{1,4}\)-?)\d{1,4}-\d{3,4}(?P<extension>\s*\(?(?:内線|代表)\s*[\d,、]{0,12}\)?)?"
)
_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_DIGITS = range(10, 12)
"""A Japanese telephone number has ten or eleven digits."""


class RegisterRow(BaseModel):
    """A line of the register; `theme` is empty where it holds for all themes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    municipality: str = ""
    theme: str = ""
    department: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    url: str = ""
    source_url: str
    as_of: str
    confirmed_by: str = ""

    def contact(self, months: int) -> Contact:
        """What the row says, as the contact of an entry, to be made sure of again after so many months."""
        known = {name: value or None for name, value in self.model_dump().items()}
        for name in ("code", "municipality", "theme"):
            del known[name]
        day = check_from(self.as_of, months)
        return Contact(status="listed", check_from=day.isoformat() if day else None, **known)


FIELDS = tuple(RegisterRow.model_fields)


@dataclass(frozen=True)
class Register:
    """Rows by town and theme; one for the theme goes before one for all."""

    by_key: Mapping[tuple[str, str], RegisterRow] = dataclasses.field(default_factory=dict)
    months: int = MONTHS

    def contact(self, code: str, theme: str) -> Contact | None:
        """Whom to ask in a town about a theme, or None."""
        row = self.by_key.get((code, theme)) or self.by_key.get((code, ""))
        return row.contact(self.months) if row else None

    @property
    def rows(self) -> tuple[RegisterRow, ...]:
        """All rows, by town and theme."""
        return tuple(row for _, row in sorted(self.by_key.items()))


def register_of(rows: Iterable[RegisterRow], months: int = MONTHS) -> Register:
    """The register of some rows; a later row takes the place of an earlier one for the same town and theme."""
    return Register({(row.code, row.theme): row for row in rows}, months)


def check_from(as_of: str, months: int = MONTHS) -> date | None:
    """The day from which an item has to be made sure of again: after so many months, or in a new fiscal year.

    None if the words name no day.
    """
    day = day_of(as_of)
    if day is None:
        return None
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return min(date(day.year + year, month + 1, min(day.day, last)), date(fiscal_year(day) + 1, 4, 1))


def needs_check(contact: Contact, today: date) -> bool:
    """True if what the register says has to be made sure of before it is relied on."""
    if contact.status != "listed":
        return False
    return contact.check_from is None or today >= date.fromisoformat(contact.check_from)


def read_register(path: Path) -> Iterator[RegisterRow]:
    """The rows of a register that this program or a reviewer wrote. Raises CorpusError at the first wrong one."""
    for line, record in csv_records(read_text(path), path.name):
        try:
            row = RegisterRow.model_validate({name: original(value) for name, value in record.items()})
        except ValidationError as error:
            raise wrong_record(path.name, line, error) from error
        if fault := fault_of(row):
            raise CorpusError(file=path.name, row=str(line), field=fault[0], reason=fault[1])
        yield row


def check_register(rows: Sequence[RegisterRow], codes: Collection[str], file: str) -> None:
    """Raises CorpusError for a town that is not known, or one that is there twice for a theme."""
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(rows, start=2):
        if row.code not in codes:
            raise CorpusError(file=file, row=str(line), field="code", reason="municipality_unknown")
        if (row.code, row.theme) in seen:
            raise CorpusError(file=file, row=str(line), field="code", reason="row_twice")
        seen.add((row.code, row.theme))


def write_register(rows: Sequence[RegisterRow]) -> str:
    """The register as CSV; nothing in it is a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([neutral(value) for value in row.model_dump().values()] for row in rows)
    return file.getvalue()


def csv_records(text: str, name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The records of a CSV text with the line that each ends on; the header is line 1.

    Raises CorpusError; of a record that cannot be read it names the line that it begins on.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for record in reader:
            if None in record or None in record.values():  # more fields than the header has, or fewer
                raise CorpusError(file=name, row=str(reader.line_num), field="-", reason="row_not_two_cells")
            yield reader.line_num, record
    except csv.Error as error:
        raise CorpusError(file=name, row=str(reader.line_num + 1), field="-", reason="not_csv") from error


def wrong_record(file: str, line: int, error: ValidationError) -> CorpusError:
    """The error for a record that a model refused."""
    first = error.errors()[0]
    return CorpusError(file=file, row=str(line), field=str(first["loc"][0]), reason=first["type"])


def fault_of(row: RegisterRow) -> tuple[str, str] | None:
    """The first field of a row that is wrong, and why; None for a sound row."""
    if not row.source_url:
        return "source_url", "contact_without_source"
    if not row.as_of:
        return "as_of", "contact_without_date"
    if day_of(row.as_of) is None:
        return "as_of", "date_unreadable"
    if not (row.department or row.phone or row.fax or row.email or row.url):
        return "department", "contact_without_contact"
    for field in ("phone", "fax"):
        if (number := getattr(row, field)) and not is_phone(number):
            return field, "phone_unreadable"
    if row.email and not _EMAIL.fullmatch(row.email):
        return "email", "email_unreadable"
    for field in ("url", "source_url"):
        if (address := getattr(row, field)) and not is_web_address(address):
            return field, "url_unreadable"
    for field in ("department", "confirmed_by"):
        if names_a_person(getattr(row, field)):
            return field, "person_named"
    return None


def is_phone(words: str) -> bool:
    """True for a Japanese telephone number with hyphens, perhaps with an extension."""
    found = _PHONE.fullmatch(re.sub("[‐–—−ー]", "-", fold(words)).strip())
    if found is None:
        return False
    number = found[0].removesuffix(found["extension"] or "")
    return sum(character.isdigit() for character in number) in _DIGITS


def is_web_address(words: str) -> bool:
    """True for an http or https address without blanks."""
    return re.fullmatch(r"https?://[^\s<>\"']+", words) is not None
