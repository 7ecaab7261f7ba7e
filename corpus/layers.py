"""A corpus as it came, and what imports lay over it: which entry stands for a cell, and what it took the place of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.annotations import Annotations
from corpus.entry import Contact, Correction, Entry, Municipality, Source, entry_id
from corpus.imports import Import, ImportedCell, ImportedFile
from corpus.japan import load_towns, region_of
from corpus.passages import passages_of
from corpus.words import fold

_BY_THE_TABLE = "全国の市区町村の一覧による"
Key = tuple[str, str, str]
"""Town, theme and aspect."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an imported entry comes from: the import's number and time, and the file."""

    number: int
    added_at: str
    file: ImportedFile


@dataclass(frozen=True, slots=True)
class Layers:
    """The entries that stand; where the imported ones come from, and what they took the place of, by entry id."""

    entries: tuple[Entry, ...]
    municipalities: Mapping[str, Municipality]
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    superseded: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)


def standing_files(imports: Iterable[Import]) -> list[tuple[Import, ImportedFile]]:
    """The newest standing version of each source, in the order in which they were added."""
    newest: dict[str, tuple[Import, ImportedFile]] = {}
    for one in imports:
        if one.stands:
            for file in one.note.files:
                newest.pop(file.key, None)
                newest[file.key] = (one, file)
    return list(newest.values())


def laid_over(
    bundled: Sequence[Entry],
    municipalities: Mapping[str, Municipality],
    imports: Iterable[Import],
    annotations: Annotations,
) -> Layers:
    """What stands when imports are laid over the entries that came with the corpus, in their order."""
    towns = dict(municipalities)
    entries: dict[Key, Entry] = {_key(entry): entry for entry in bundled}
    provenance: dict[str, Provenance] = {}
    superseded: dict[str, tuple[Entry, ...]] = {}
    for one, file in standing_files(imports):
        for cell in one.cells[file.key]:
            town = towns.get(cell.code) or towns.setdefault(cell.code, _town(cell))
            entry = _entry(cell, town, annotations)
            before = entries.get(cell.key)
            if before is not None:
                if not outdoes(entry, before):
                    continue
                superseded[entry.id] = (*superseded.get(entry.id, ()), before)
            entries[cell.key] = entry
            provenance[entry.id] = Provenance(one.number, one.note.added_at, file)
    return Layers(tuple(entries.values()), towns, provenance, superseded)


def outdoes(entry: Entry | ImportedCell, before: Entry) -> bool:
    """True if a later entry takes an earlier one's place: it has text, and not the same; the whole over the partial."""
    if not entry.text:
        return False
    return same_text(entry.text) != same_text(before.text) or entry.text_status != before.text_status


def same_text(text: str) -> str:
    """The form in which two texts are the same whatever their line ends and blanks."""
    return re.sub(r"\s+", "", fold(text))


def followed_questions(
    asked: Mapping[tuple[str, ...], tuple[str, ...]], layers: Layers, bundled: Sequence[Entry]
) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The questions expected for passages, under the passages of the same words in the entries that stand."""
    standing = {entry.id: entry for entry in layers.entries}
    followed: dict[str, str] = {}
    for entry in bundled:
        now = {passage.text: passage.id for passage in reversed(passages_of(standing[entry.id]))}
        followed.update({p.id: now[p.text] for p in passages_of(entry) if p.text in now})
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for passages, texts in asked.items():
        left = tuple(followed[identity] for identity in passages if identity in followed)
        if left:
            found[left] = (*found.get(left, ()), *texts)
    return found


def _key(entry: Entry) -> Key:
    return entry.municipality.code, entry.theme, entry.aspect


def _town(cell: ImportedCell) -> Municipality:
    """A town that the corpus did not have, as far as the table of Japan's towns knows it."""
    town = next(town for town in load_towns() if town.code == cell.code)
    region = region_of(town.prefecture)
    return Municipality(code=town.code, name=town.name, prefecture=town.prefecture, region=region, kind=town.kind)


def _entry(cell: ImportedCell, town: Municipality, annotations: Annotations) -> Entry:
    printed, correction = cell.printed_prefecture, None
    if printed is not None:
        noted_reason = annotations.correction(cell.theme, town, printed)
        reason = noted_reason.reason if noted_reason else _BY_THE_TABLE
        correction = Correction(field="prefecture", printed=printed, corrected=town.prefecture, reason=reason)
    noted = annotations.reference_of(cell.theme, town)
    own = cell.reference or (noted if noted and noted.words in cell.text else None)
    return Entry(
        id=entry_id(town.code, town.name, cell.theme, cell.aspect),
        municipality=town,
        theme=cell.theme,
        aspect=cell.aspect,
        text=cell.text,
        text_status=cell.text_status,
        loss=cell.loss,
        reference=own,
        correction=correction,
        contact=Contact(status="see_source", url=town.own_page or town.official_site),
        source=Source(title=cell.title, url=cell.url, as_of=cell.as_of),
    )
