"""What an import would change, found out before anything is: drafts checked, two states of a corpus compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.contacts import RegisterRow, fault_of
from corpus.dates import day_of
from corpus.entry import Entry, Reference, TextStatus
from corpus.imports import Import, ImportedCell, ImportNote
from corpus.library import Corpus
from corpus.manifest import Manifest
from corpus.near_duplicates import near_duplicates
from corpus.readers.table import ContactDraft, Draft, Reading, Rejection
from corpus.town_of_row import Found, TownsOfRows
from corpus.words import fold

LONGEST_TEXT = 20_000
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2028\u2029\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A row whose prefecture is not the town's: it comes in with that corrected, and the correction told."""

    file: str
    row: int
    municipality: str
    printed: str
    prefecture: str


@dataclass(frozen=True, slots=True)
class Intake:
    """Checked rows, ready to be an import; what was rejected of them, and what is to be looked at."""

    pending: Import
    rejected: tuple[Rejection, ...]
    suspicions: tuple[Suspicion, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry before and after; one of them is None where it is added or removed."""

    before: Entry | None
    after: Entry | None

    @property
    def entry(self) -> Entry:
        """The entry as it stands or stood."""
        entry = self.after or self.before
        assert entry is not None
        return entry


@dataclass(frozen=True, slots=True)
class Preview:
    """What changes in the corpus; `alike`: new entries with the entry that they are nearly the same as."""

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    contacts: tuple[RegisterRow, ...] = ()
    alike: tuple[tuple[Entry, Entry], ...] = ()

    @property
    def is_empty(self) -> bool:
        """True if nothing changes."""
        return not (self.added or self.changed or self.removed or self.contacts)


def compared(before: Corpus, after: Corpus) -> Preview:
    """What is different between two states of a corpus."""
    old, new = ({entry.id: entry for entry in corpus.entries} for corpus in (before, after))
    fresh = {i: e for i, e in new.items() if i not in old or _words(old[i]) != _words(e)}
    known = set(before.register.rows)
    alike = near_duplicates({i: e.text for i, e in fresh.items()}, {i: e.text for i, e in new.items()})
    return Preview(
        added=tuple(Change(None, entry) for i, entry in fresh.items() if i not in old),
        changed=tuple(Change(old[i], entry) for i, entry in fresh.items() if i in old),
        removed=tuple(Change(entry, None) for i, entry in old.items() if i not in new),
        contacts=tuple(row for row in after.register.rows if row not in known),
        alike=tuple((new[one], new[other]) for one, other in alike),
    )


def _words(entry: Entry) -> tuple[object, ...]:
    """What of an entry counts as a change."""
    return entry.text, entry.text_status, entry.loss, entry.reference, entry.correction


def checked(readings: Sequence[Reading], corpus: Corpus, added_at: str, number: int) -> Intake:
    """The rows of files that can be taken in, as an import that is not yet written, and all that cannot.

    Of two files from one source the later one counts.
    """
    newest = {reading.file.key: reading for reading in readings}
    twice = [Rejection(r.file.name, None, "-", "file_twice") for r in readings if newest[r.file.key] is not r]
    readings = list(newest.values())
    checker = _Checker(corpus.manifest, TownsOfRows(corpus.municipalities))
    cells = {reading.file.key: tuple(checker.cells(reading)) for reading in readings}
    contacts = tuple(row for reading in readings for row in checker.contacts(reading))
    note = ImportNote(added_at=added_at, files=tuple(reading.file for reading in readings))
    rejected = [rejection for reading in readings for rejection in reading.rejections]
    pending = Import(number, note, cells, contacts, undone_at=None)
    return Intake(pending, (*twice, *rejected, *checker.rejected), tuple(checker.suspicions))


class _Checker:
    def __init__(self, manifest: Manifest, towns: TownsOfRows) -> None:
        self._manifest = manifest
        self._towns = towns
        self.rejected: list[Rejection] = []
        self.suspicions: list[Suspicion] = []

    def cells(self, reading: Reading) -> list[ImportedCell]:
        """The sound drafts of one file; a second one for the same cell is none."""
        found: dict[tuple[str, str, str], ImportedCell] = {}
        for draft in reading.drafts:
            cell = self._cell(draft, reading)
            if isinstance(cell, str):
                self._reject(reading, draft, cell)
            elif cell.key in found:
                self._reject(reading, draft, "row_twice")
            else:
                found[cell.key] = cell
        return list(found.values())

    def contacts(self, reading: Reading) -> list[RegisterRow]:
        """The sound contacts of one file, whose address and day they are known by."""
        found: dict[tuple[str, str], RegisterRow] = {}
        for draft in reading.contacts:
            town = self._towns.find(draft.code, draft.prefecture, draft.municipality)
            if isinstance(town, str):
                continue  # the row itself is rejected for it
            row = RegisterRow(
                code=town.town.code,
                municipality=town.town.name,
                theme=draft.theme,
                **draft.details,
                source_url=reading.file.url,
                as_of=reading.file.as_of,
            )
            if fault := fault_of(row):
                self._reject(reading, draft, fault[1])
            else:
                found.setdefault((row.code, row.theme), row)
        return list(found.values())

    def _cell(self, draft: Draft, reading: Reading) -> ImportedCell | str:
        if _SURROGATE.search(draft.text):
            return "text_unreadable"
        text = _UNSEEN.sub("", draft.text).strip()
        if len(text) > LONGEST_TEXT:
            return "text_too_long"
        town = self._towns.find(draft.code, draft.prefecture, draft.municipality)
        if isinstance(town, str):
            return town
        if draft.as_of and day_of(draft.as_of) is None and draft.as_of != reading.file.as_of:
            return "date_unreadable"
        if draft.url and not draft.url.startswith(("https://", "http://")):
            return "url_unreadable"
        status, reference = self._status(draft, text)
        return ImportedCell(
            code=town.town.code,
            prefecture=town.town.prefecture,
            municipality=town.town.name,
            theme=draft.theme,
            aspect=draft.aspect,
            text=text,
            text_status=status,
            loss=draft.loss,
            reference=reference,
            printed_prefecture=self._printed(draft, town, reading),
            title=draft.title or reading.file.title,
            url=draft.url or reading.file.url,
            as_of=draft.as_of or reading.file.as_of,
        )

    def _printed(self, draft: Draft, town: Found, reading: Reading) -> str | None:
        """The prefecture as printed, where it is not the town's: told of, unless the file corrects it itself."""
        if draft.printed_prefecture and draft.printed_prefecture != town.town.prefecture:
            return draft.printed_prefecture
        if town.printed_prefecture is not None:
            names = (town.town.name, town.printed_prefecture, town.town.prefecture)
            self.suspicions.append(Suspicion(reading.file.name, draft.row, *names))
        return town.printed_prefecture

    def _status(self, draft: Draft, text: str) -> tuple[TextStatus, Reference | None]:
        """The status that the file gives; else blank, nothing but a pointer to another theme (【…】参照), or whole."""
        own = draft.reference
        for theme in self._manifest.themes:
            if theme.id != draft.theme and "".join(fold(text).split()) == fold(f"{theme.heading}参照"):
                own = own or Reference(words=text, theme=theme.id, aspect=draft.aspect)
                return draft.text_status or "reference", own
        return draft.text_status or ("complete" if text else "missing"), own

    def _reject(self, reading: Reading, draft: Draft | ContactDraft, reason: str) -> None:
        town = " ".join(draft.municipality.split())
        self.rejected.append(Rejection(reading.file.name, draft.row, draft.column, reason, town))
