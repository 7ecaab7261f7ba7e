"""What a corpus tells of which town and theme, and what it does not hold."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from assistant import gaps
from assistant.texts import text
from assistant.wording import cell
from corpus.entry import Entry, Municipality, Reference, TextStatus
from corpus.library import Corpus
from corpus.manifest import Aspect

CellStatus = TextStatus | Literal["no_row"]
CELL_STATUSES: tuple[CellStatus, ...] = ("complete", "partial", "reference", "missing", "no_row")
"""From most to least told."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the corpus holds of a town for a theme; `entry` is None where the source has no such row."""

    theme: str
    status: CellStatus
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class TownCoverage:
    """A town and its cells, in the order of the themes; whether the corpus holds whom to ask there."""

    town: Municipality
    cells: tuple[Cell, ...]
    contact_listed: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """Town by town; the columns that the corpus does not hold, each with its address; facts that no row tells."""

    towns: tuple[TownCoverage, ...]
    not_held: tuple[Aspect, ...]
    untold: tuple[str, ...]

    @property
    def counts(self) -> dict[CellStatus, int]:
        """How many cells there are of each status, of those that occur."""
        counted = Counter(cell.status for town in self.towns for cell in town.cells)
        return {status: counted[status] for status in CELL_STATUSES if counted[status]}


def coverage_of(corpus: Corpus) -> Coverage:
    """What the corpus holds, town by town and theme by theme."""
    not_held = tuple(aspect for aspect in corpus.manifest.aspects if not aspect.held)
    nouns = gaps.untold([fact.noun for fact in corpus.scope.not_told], corpus.entries, corpus)
    return Coverage(
        tuple(town_coverage(town, corpus) for town in corpus.municipalities.values()), not_held, tuple(nouns)
    )


def town_coverage(town: Municipality, corpus: Corpus, aspect: str | None = None) -> TownCoverage:
    """What the corpus holds of one town under one aspect, the usual one unless another is named."""
    held = aspect or corpus.manifest.held_aspect.id
    entries = {theme.id: corpus.cell(town.code, theme.id, held) for theme in corpus.manifest.themes}
    cells = tuple(Cell(theme, entry.text_status if entry else "no_row", entry) for theme, entry in entries.items())
    return TownCoverage(town, cells, any(e is not None and e.contact.status == "listed" for e in entries.values()))


def told_of(entry: Entry, corpus: Corpus) -> tuple[str, ...]:
    """What a reader has to know of a row beside its text: blank, cut short, a pointer, a correction."""
    told = []
    if entry.correction is not None:
        told.append(text("told.corrected", printed=entry.correction.printed))
    if entry.text_status == "missing":
        told.append(text("told.blank"))
    elif entry.loss:
        told.append(text("told.cut_short", loss=entry.loss))
    elif entry.text_status == "partial":
        told.append(text("told.may_go_on"))
    if entry.reference is not None:
        told.append(_reference(entry, entry.reference, corpus))
    return tuple(told)


def _reference(entry: Entry, reference: Reference, corpus: Corpus) -> str:
    target = corpus.referred(entry)
    if target is None:
        column = corpus.manifest.aspect(reference.aspect)
        return text("told.refers_not_held", words=reference.words, aspect=column.heading)
    key = "told.only_refers" if entry.text_status == "reference" else "told.refers"
    return text(key, words=reference.words, cell=cell(target, corpus.manifest))
