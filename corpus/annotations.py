"""What a reviewer found in a source as received: losses, references and mistakes, cell by cell."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from corpus.entry import Correction, Entry, Misprint, Municipality, Reference, TextStatus
from corpus.errors import CorpusError
from corpus.manifest import Manifest

_Reason = Annotated[str, Field(min_length=1)]


class _Note(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    theme: str
    municipality: str


class PartialNote(_Note):
    """The cell is cut short; `loss` says what it announces and lacks, where that is certain."""

    loss: str | None = None


class ReferenceNote(_Note):
    """Words of the cell that point at another one; `only`: the cell holds nothing else."""

    words: str
    to_theme: str
    to_aspect: str
    only: bool = False


class CorrectionNote(_Note):
    """The prefecture that the source prints, and that the register of municipalities corrects; how that is known."""

    printed_prefecture: str
    reason: _Reason


class MisprintNote(_Note):
    """A word that the cell misspells, as printed, and as it is right; how that is known. No aspect: the usual one."""

    aspect: str | None = None
    printed: Annotated[str, Field(min_length=1)]
    corrected: str
    reason: _Reason


class Corrections(BaseModel):
    """Misspelt words that somebody noted, of what was brought in too. One that fits no cell now is kept for later."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    misprints: tuple[MisprintNote, ...] = ()

    def fitting(self, entries: Sequence[Entry], usual_aspect: str) -> dict[str, tuple[Misprint, ...]]:
        """By entry id, the words of its text that are known to be misspelt."""
        found = {e.id: tuple(_misprint(n) for n in self.misprints if _fits(n, e, usual_aspect)) for e in entries}
        return {identity: misprints for identity, misprints in found.items() if misprints}

    def unfit(self, entries: Sequence[Entry], usual_aspect: str) -> tuple[MisprintNote, ...]:
        """The notes that fit no cell."""
        return tuple(n for n in self.misprints if not any(_fits(n, entry, usual_aspect) for entry in entries))


class Annotations(BaseModel):
    """All notes of a corpus; each answers for one cell."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    partials: tuple[PartialNote, ...] = ()
    references: tuple[ReferenceNote, ...] = ()
    corrections: tuple[CorrectionNote, ...] = ()
    misprints: tuple[MisprintNote, ...] = ()

    def status(self, theme: str, town: Municipality, text: str) -> tuple[TextStatus, str | None]:
        """The status of a cell's text and, for a certain loss, what is lost."""
        if not text:
            return "missing", None
        for note in self.references:
            if note.only and _speaks_of(note, theme, town):
                return "reference", None
        for partial in self.partials:
            if _speaks_of(partial, theme, town):
                return "partial", partial.loss
        return "complete", None

    def reference_of(self, theme: str, town: Municipality) -> Reference | None:
        """The reference that a cell contains, or None."""
        for note in self.references:
            if _speaks_of(note, theme, town):
                return Reference(words=note.words, theme=note.to_theme, aspect=note.to_aspect)
        return None

    def correction(self, theme: str, town: Municipality, printed: str | None) -> Correction | None:
        """The recorded correction of the prefecture that a cell prints, or None."""
        for note in self.corrections:
            if _speaks_of(note, theme, town) and note.printed_prefecture == printed:
                corrected = town.prefecture
                return Correction(field="prefecture", printed=printed, corrected=corrected, reason=note.reason)
        return None

    def check_used(self, entries: tuple[Entry, ...], manifest: Manifest, file: str) -> None:
        """Raises CorpusError for a note that fits no cell: the source has changed under the reviewer's hands."""
        cells = {(entry.theme, entry.municipality.name): entry for entry in entries}
        themes = {theme.id for theme in manifest.themes}
        aspects = {aspect.id for aspect in manifest.aspects}
        seen: set[tuple[type[_Note], str, str]] = set()
        for note in (*self.partials, *self.references, *self.corrections):
            entry = cells.get((note.theme, note.municipality))
            where = f"{note.municipality} {note.theme}"
            if entry is None:
                raise CorpusError(file=file, row=where, field="municipality", reason="note_fits_no_row")
            if (identity := (type(note), note.theme, note.municipality)) in seen:
                raise CorpusError(file=file, row=where, field="municipality", reason="row_twice")
            seen.add(identity)
            if isinstance(note, PartialNote) and entry.text_status != "partial":
                raise CorpusError(file=file, row=where, field="partial", reason="note_fits_no_row")
            if isinstance(note, CorrectionNote) and entry.correction is None:
                raise CorpusError(file=file, row=where, field="printed_prefecture", reason="note_fits_no_row")
            if isinstance(note, ReferenceNote):
                if note.words not in entry.text:
                    raise CorpusError(file=file, row=where, field="words", reason="note_fits_no_row")
                if note.only and note.words != entry.text:
                    raise CorpusError(file=file, row=where, field="only", reason="note_fits_no_row")
                if note.to_theme not in themes:
                    raise CorpusError(file=file, row=where, field="to_theme", reason="note_fits_no_row")
                if note.to_aspect not in aspects:
                    raise CorpusError(file=file, row=where, field="to_aspect", reason="note_fits_no_row")
        for misprint in self.misprints:  # a cell may have several
            _check_misprint(misprint, cells.get((misprint.theme, misprint.municipality)), file)


def _check_misprint(note: MisprintNote, entry: Entry | None, file: str) -> None:
    if entry is None or note.printed not in entry.text:
        where = f"{note.municipality} {note.theme}"
        raise CorpusError(file=file, row=where, field="printed", reason="note_fits_no_row")


def _fits(note: MisprintNote, entry: Entry, usual_aspect: str) -> bool:
    of_cell = _speaks_of(note, entry.theme, entry.municipality) and entry.aspect == (note.aspect or usual_aspect)
    return of_cell and note.printed in entry.text


def _misprint(note: MisprintNote) -> Misprint:
    return Misprint(printed=note.printed, corrected=note.corrected, reason=note.reason)


def _speaks_of(note: _Note, theme: str, town: Municipality) -> bool:
    return note.theme == theme and note.municipality == town.name
