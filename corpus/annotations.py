"""What a reviewer found in a source as received: losses, references and mistakes, cell by cell."""

from pydantic import BaseModel, ConfigDict

from corpus.entry import Correction, Entry, Misprint, Municipality, Reference, TextStatus
from corpus.errors import CorpusError
from corpus.manifest import Manifest


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
    """The prefecture that the source prints, and that the register of municipalities corrects."""

    printed_prefecture: str


class MisprintNote(_Note):
    """A word that the cell misspells, as printed, and as it is right."""

    printed: str
    corrected: str


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
                return Correction(field="prefecture", printed=printed, corrected=town.prefecture)
        return None

    def misprints_of(self, entry: Entry) -> tuple[Misprint, ...]:
        """The words that a cell is known to misspell."""
        found = (note for note in self.misprints if _speaks_of(note, entry.theme, entry.municipality))
        return tuple(Misprint(printed=note.printed, corrected=note.corrected) for note in found)

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


def _speaks_of(note: _Note, theme: str, town: Municipality) -> bool:
    return note.theme == theme and note.municipality == town.name
