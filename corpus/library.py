"""A corpus folder → a corpus: read, joined with the facts about its towns, and checked as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from corpus.annotations import Annotations, Corrections, MisprintNote
from corpus.asked import Asked
from corpus.contacts import MONTHS, Register, RegisterRow, check_register, read_register, register_of
from corpus.entry import Contact, Entry, Misprint, Municipality, entry_id
from corpus.errors import CorpusError
from corpus.glossary import Glossary
from corpus.imports import Import, read_imports
from corpus.layers import Provenance, followed_questions, laid_over
from corpus.manifest import Manifest, read_manifest, read_text, read_toml
from corpus.municipalities import read_municipalities
from corpus.nearest_topic import NearestTopic
from corpus.passages import Passage, passages_of
from corpus.readers.advice_page import Page, Row, read_page
from corpus.scenarios import Scenarios
from corpus.scope import Scope
from corpus.topics import Topic, Topics

_BUILT_IN = Path(__file__).parent / "data"
"""Corpora that come with the program."""
CONTACTS = "contacts.csv"
CORRECTIONS = "corrections.toml"
"""The register that people keep, in a folder of imports."""


@dataclass(frozen=True)
class Corpus:
    """A whole corpus: what it says of itself, its preface, its towns by code and its entries in source order.

    `asked`: ids of passages → questions in other words to which these are a good answer. `misprints`, `provenance` (of
    what was imported) and `superseded` (what stood there before, oldest first): by entry id.
    `scenarios`: for a workshop, where the corpus has any.
    """

    manifest: Manifest
    preface: str
    municipalities: dict[str, Municipality]
    entries: tuple[Entry, ...]
    glossary: Glossary
    topics: Topics
    scope: Scope
    asked: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    misprints: Mapping[str, tuple[Misprint, ...]] = field(default_factory=dict)
    unfit_corrections: tuple[MisprintNote, ...] = ()
    scenarios: Scenarios | None = None
    register: Register = field(default_factory=Register)
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    superseded: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

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

    @cached_property
    def _by_town(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.municipality.code, []).append(entry)
        return found

    def of_town(self, code: str) -> Sequence[Entry]:
        """The entries of a town, in source order."""
        return self._by_town.get(code, ())

    def has_text(self, code: str) -> bool:
        """True if any entry of the town has words."""
        return any(entry.text for entry in self.of_town(code))

    def entry(self, wanted: str) -> Entry | None:
        """The entry with this id, or None."""
        return self._by_id.get(wanted)

    def cell(self, code: str, theme: str, aspect: str) -> Entry | None:
        """The entry of a town (by code) for a theme and aspect, or None where the source has no such row."""
        return self._by_cell.get((code, theme, aspect))

    @cached_property
    def _nearest_topic(self) -> NearestTopic:
        reviewed = [passage.text for passage in self.passages if passage.entry.id not in self.provenance]
        return NearestTopic(self.topics, reviewed)

    @cached_property
    def occurring_topics(self) -> tuple[Topic, ...]:
        """The groups into which any words of the corpus fall, in their order; looked for until all are found."""
        found: dict[Topic, None] = {}
        for passage in self.passages:
            if topic := self.topic_of(passage.entry, passage.text):
                found[topic] = None
            if len(found) == len(self.topics.topics):
                break
        return tuple(topic for topic in self.topics.topics if topic in found)

    def topic_of(self, entry: Entry, words: str) -> Topic | None:
        """The group into which words of an entry fall: by the reviewed cues, or, of what was imported, the nearest."""
        topic = self.topics.of(words)
        return topic if topic or entry.id not in self.provenance else self._nearest_topic(words)

    def is_unasked(self, entry: Entry) -> bool:
        """True for an entry that came in, if no question is expected for any passage of it."""
        return entry.id in self.provenance and entry.id not in self._asked_for

    @cached_property
    def _asked_for(self) -> frozenset[str]:
        return frozenset(passage.rpartition("#")[0] for passages in self.asked for passage in passages)

    def referred(self, entry: Entry) -> Entry | None:
        """The entry that `entry` points at; None if it points nowhere, or at a cell that the corpus lacks."""
        if entry.reference is None:
            return None
        return self.cell(entry.municipality.code, entry.reference.theme, entry.reference.aspect)


def built_in_corpora() -> tuple[str, ...]:
    """The names of the corpora that come with the program."""
    return tuple(sorted(path.parent.name for path in _BUILT_IN.glob("*/manifest.toml")))


def corpus_folder(name: str, corpora: Path) -> Path:
    """The folder of the corpus called `name`: one that comes with the program, else one under `corpora`.

    Raises CorpusError if there is none.
    """
    for folder in (_BUILT_IN / name, corpora / name):
        if name.isidentifier() and (folder / "manifest.toml").is_file():
            return folder
    raise CorpusError(file=name, row="-", field="-", reason="corpus_unknown")


def load_corpus(
    folder: Path, library: Path | None = None, pending: Import | None = None, months: int = MONTHS
) -> Corpus:
    """The corpus in a folder, and what was imported into the folder `library`, if there is one.

    `pending`: an import that is not written yet, taken for the last one, to see what it would change. `months`: how
    old a contact may grow.
    Raises CorpusError naming file, row and field at the first thing that is wrong.
    """
    manifest = read_manifest(folder / "manifest.toml")
    files, annotations = manifest.files, _table(folder, manifest.files.annotations, Annotations)
    towns = read_municipalities(folder / files.municipalities) if files.municipalities else {}
    page = _page(folder, manifest)
    bundled = tuple(_entries(manifest, page, towns, annotations))
    annotations.check_used(bundled, manifest, file=files.annotations or "-")
    asked = _asked(folder, manifest, bundled)
    imports = (*(read_imports(library) if library else ()), *([pending] if pending else ()))
    layers = laid_over(bundled, towns, imports, annotations)
    register = register_of(_contacts(folder, library, manifest, imports, layers.municipalities), months)
    entries = tuple(_with_contact(entry, register) for entry in layers.entries)
    main = manifest.held_aspect.id
    own = read_toml(library / CORRECTIONS, Corrections) if library and (library / CORRECTIONS).is_file() else None
    corrections = Corrections(misprints=(*annotations.misprints, *(own.misprints if own else ())))
    return Corpus(
        manifest.holding({entry.aspect for entry in entries}) if layers.provenance else manifest,
        page.preface,
        dict(layers.municipalities),
        entries,
        glossary=_table(folder, files.glossary, Glossary),
        topics=_table(folder, files.topics, Topics),
        scope=_table(folder, files.scope, Scope),
        asked=followed_questions(asked, layers, bundled) if imports else asked,
        misprints=corrections.fitting(entries, main),
        unfit_corrections=corrections.unfit(entries, main),
        register=register,
        provenance=layers.provenance,
        superseded=layers.superseded,
        scenarios=read_toml(folder / files.scenarios, Scenarios) if files.scenarios else None,
    )


_Kind = TypeVar("_Kind", bound=BaseModel)


def _table(folder: Path, file: str | None, kind: type[_Kind]) -> _Kind:
    return read_toml(folder / file, kind) if file else kind()


def _page(folder: Path, manifest: Manifest) -> Page:
    """The corpus's own source; one without rows where it is made of imports alone."""
    file = manifest.files.text
    if file is None:
        return Page(preface="", rows=())
    return read_page(read_text(folder / file), [theme.heading for theme in manifest.themes], file=file)


def _asked(folder: Path, manifest: Manifest, entries: Sequence[Entry]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    if manifest.files.asked is None:
        return {}
    known = {passage.id for entry in entries for passage in passages_of(entry)}
    return read_toml(folder / manifest.files.asked, Asked).by_passages(known, manifest.files.asked)


def _contacts(
    folder: Path,
    library: Path | None,
    manifest: Manifest,
    imports: Sequence[Import],
    towns: Mapping[str, Municipality],
) -> Iterator[RegisterRow]:
    """The register's rows: those that came with the corpus, those of imports, those that people keep; the last counts.

    Raises CorpusError for a town that the corpus lacks, or one that a file has twice.
    """
    if manifest.files.contacts:
        rows = list(read_register(folder / manifest.files.contacts))
        check_register(rows, towns, manifest.files.contacts)
        yield from rows
    for one in imports:
        yield from one.contacts if one.stands else ()
    if library is not None and (library / CONTACTS).is_file():
        rows = list(read_register(library / CONTACTS))
        yield from rows


def _with_contact(entry: Entry, register: Register) -> Entry:
    known = register.contact(entry.municipality.code, entry.theme)
    return entry.model_copy(update={"contact": known}) if known else entry


def _entries(
    manifest: Manifest, page: Page, municipalities: Mapping[str, Municipality], annotations: Annotations
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
            contact=Contact(status="see_source", url=town.own_page or town.official_site),
            source=manifest.source,
        )


def _wrong(manifest: Manifest, row: Row, field: str, reason: str) -> CorpusError:
    return CorpusError(file=manifest.files.text or "-", row=str(row.line), field=field, reason=reason)
