"""A corpus folder → a corpus: read, joined with the facts about its towns, and checked as a whole."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.annotations import Annotations
from corpus.asked import Asked
from corpus.entry import Contact, Entry, Misprint, Municipality, entry_id
from corpus.errors import CorpusError
from corpus.glossary import Glossary
from corpus.manifest import Manifest, read_manifest, read_text, read_toml
from corpus.passages import Passage, passages_of
from corpus.readers.advice_page import Page, Row, read_page
from corpus.scenarios import Scenarios
from corpus.scope import Scope
from corpus.topics import Topics

_BUILT_IN = Path(__file__).parent / "data"
"""Corpora that come with the program."""


class _RegisterRow(BaseModel):
    """A line of the contact register: written by hand, so an empty field is a field not known."""

    model_config = ConfigDict(extra="forbid")
    code: str
    department: str
    phone: str
    email: str
    url: str
    source_url: str
    as_of: str


@dataclass(frozen=True)
class Corpus:
    """A whole corpus: what it says of itself, its preface, its towns by code and its entries in source order.

    `asked`: passage id → questions in other words to which the passage is a good answer. `misprints`: by entry id.
    `scenarios`: for a workshop, where the corpus has any.
    """

    manifest: Manifest
    preface: str
    municipalities: dict[str, Municipality]
    entries: tuple[Entry, ...]
    glossary: Glossary
    topics: Topics
    scope: Scope
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    misprints: Mapping[str, tuple[Misprint, ...]] = field(default_factory=dict)
    scenarios: Scenarios | None = None

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all entries, in reading order."""
        return tuple(passage for entry in self.entries for passage in passages_of(entry))

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _by_cell(self) -> dict[tuple[str, str, str], Entry]:
        return {(entry.municipality.code, entry.theme, entry.aspect): entry for entry in self.entries}

    def entry(self, wanted: str) -> Entry | None:
        """The entry with this id, or None."""
        return self._by_id.get(wanted)

    def cell(self, code: str, theme: str, aspect: str) -> Entry | None:
        """The entry of a town (by code) for a theme and aspect, or None where the source has no such row."""
        return self._by_cell.get((code, theme, aspect))

    def referred(self, entry: Entry) -> Entry | None:
        """The entry that `entry` points at; None if it points nowhere, or at a cell that the corpus lacks."""
        if entry.reference is None:
            return None
        return self.cell(entry.municipality.code, entry.reference.theme, entry.reference.aspect)


def corpus_folder(name: str, corpora: Path) -> Path:
    """The folder of the corpus called `name`: one that comes with the program, else one under `corpora`.

    Raises CorpusError if there is none.
    """
    for folder in (_BUILT_IN / name, corpora / name):
        if name.isidentifier() and (folder / "manifest.toml").is_file():
            return folder
    raise CorpusError(file=name, row="-", field="-", reason="corpus_unknown")


def load_corpus(folder: Path) -> Corpus:
    """The corpus in a folder. Raises CorpusError naming file, row and field at the first thing that is wrong."""
    manifest = read_manifest(folder / "manifest.toml")
    files = manifest.files
    page = read_page(read_text(folder / files.text), [theme.heading for theme in manifest.themes], file=files.text)
    municipalities = _municipalities(folder / files.municipalities)
    contacts = _contacts(folder / files.contacts, municipalities)
    annotations = read_toml(folder / files.annotations, Annotations)
    entries = tuple(_entries(manifest, page, municipalities, contacts, annotations))
    annotations.check_used(entries, manifest, file=files.annotations)
    corpus = Corpus(
        manifest,
        page.preface,
        municipalities,
        entries,
        glossary=read_toml(folder / files.glossary, Glossary),
        topics=read_toml(folder / files.topics, Topics),
        scope=read_toml(folder / files.scope, Scope),
        misprints={entry.id: found for entry in entries if (found := annotations.misprints_of(entry))},
        scenarios=read_toml(folder / files.scenarios, Scenarios) if files.scenarios else None,
    )
    if files.asked is None:
        return corpus
    asked = read_toml(folder / files.asked, Asked)
    return replace(corpus, asked=asked.by_passage({passage.id for passage in corpus.passages}, files.asked))


def _entries(
    manifest: Manifest,
    page: Page,
    municipalities: dict[str, Municipality],
    contacts: dict[str, Contact],
    annotations: Annotations,
) -> Iterator[Entry]:
    theme_ids = {theme.heading: theme.id for theme in manifest.themes}
    by_name = {town.name: town for town in municipalities.values()}
    aspect = manifest.held_aspect.id
    seen: set[str] = set()
    for row in page.rows:
        theme, town = theme_ids[row.heading], by_name.get(row.municipality)
        if town is None:
            raise _wrong(manifest, row, "municipality", "municipality_unknown")
        identity = entry_id(town.code, town.name, theme, aspect)
        if identity in seen:
            raise _wrong(manifest, row, "municipality", "row_twice")
        seen.add(identity)
        correction = annotations.correction(theme, town, row.prefecture)
        if correction is None and row.prefecture not in (None, town.prefecture):
            raise _wrong(manifest, row, "prefecture", "prefecture_differs")
        status, loss = annotations.status(theme, town, row.text)
        yield Entry(
            id=identity,
            municipality=town,
            theme=theme,
            aspect=aspect,
            text=row.text,
            text_status=status,
            loss=loss,
            reference=annotations.reference_of(theme, town),
            correction=correction,
            contact=contacts.get(town.code) or Contact(status="see_source", url=town.own_page or town.official_site),
            source=manifest.source,
        )


def _wrong(manifest: Manifest, row: Row, field: str, reason: str) -> CorpusError:
    return CorpusError(file=manifest.files.text, row=str(row.line), field=field, reason=reason)


def _municipalities(path: Path) -> dict[str, Municipality]:
    towns: dict[str, Municipality] = {}
    for line, record in _records(path):
        try:
            town = Municipality.model_validate({**record, "own_page": record.get("own_page") or None})
        except ValidationError as error:
            raise _bad_record(path, line, error) from error
        if town.code in towns:
            raise CorpusError(file=path.name, row=str(line), field="code", reason="row_twice")
        if town.name in {other.name for other in towns.values()}:  # the source tells towns apart by name alone
            raise CorpusError(file=path.name, row=str(line), field="name", reason="row_twice")
        towns[town.code] = town
    return towns


def _contacts(path: Path, municipalities: dict[str, Municipality]) -> dict[str, Contact]:
    contacts: dict[str, Contact] = {}
    for line, record in _records(path):
        try:
            row = _RegisterRow.model_validate(record)
        except ValidationError as error:
            raise _bad_record(path, line, error) from error
        if row.code not in municipalities:
            raise CorpusError(file=path.name, row=str(line), field="code", reason="municipality_unknown")
        if not row.source_url:
            raise CorpusError(file=path.name, row=str(line), field="source_url", reason="contact_without_source")
        if not row.as_of:
            raise CorpusError(file=path.name, row=str(line), field="as_of", reason="contact_without_date")
        if not (row.department or row.phone or row.email or row.url):
            raise CorpusError(file=path.name, row=str(line), field="department", reason="contact_without_contact")
        if row.code in contacts:
            raise CorpusError(file=path.name, row=str(line), field="code", reason="row_twice")
        known = {name: value or None for name, value in row.model_dump(exclude={"code"}).items()}
        contacts[row.code] = Contact(status="listed", **known)
    return contacts


def _bad_record(path: Path, line: int, error: ValidationError) -> CorpusError:
    first = error.errors()[0]
    return CorpusError(file=path.name, row=str(line), field=str(first["loc"][0]), reason=first["type"])


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The records of a CSV file with the line that each ends on; the header is line 1.

    Of one that cannot be read, the error names the line it begins on.
    """
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        for record in reader:
            if None in record or None in record.values():  # more fields than the header has, or fewer
                raise CorpusError(file=path.name, row=str(reader.line_num), field="-", reason="row_not_two_cells")
            yield reader.line_num, record
    except csv.Error as error:
        raise CorpusError(file=path.name, row=str(reader.line_num + 1), field="-", reason="not_csv") from error
