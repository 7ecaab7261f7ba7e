"""How a corpus stands: what each town's cells hold, where it all comes from, and what has to be made sure of."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from assistant.coverage import Cell, town_coverage
from corpus.annotations import MisprintNote
from corpus.contacts import needs_check
from corpus.entry import Contact, Entry, Misprint, Municipality, Source
from corpus.library import Corpus
from corpus.manifest import Aspect, Theme


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """A source, how many entries are read from it, and, where it was brought in, when and by which import."""

    source: Source
    entries: int
    number: int | None
    added_at: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """`columns`: theme and aspect of each place in the rows. `replaced`: how many entries took another one's place."""

    columns: tuple[tuple[Theme, Aspect], ...]
    towns: tuple[tuple[Municipality, tuple[Cell, ...]], ...]
    sources: tuple[SourceStanding, ...]
    stale: tuple[tuple[Municipality, Contact], ...]
    corrections: tuple[Entry, ...]
    misprints: tuple[tuple[Entry, Misprint], ...]
    unfit_corrections: tuple[MisprintNote, ...]
    replaced: int


def standing_of(corpus: Corpus, today: date) -> Standing:
    """How the corpus stands on a day."""
    held = [aspect for aspect in corpus.manifest.aspects if aspect.held]
    columns = tuple((theme, aspect) for aspect in held for theme in corpus.manifest.themes)
    towns = []
    for town in corpus.municipalities.values():
        cells = [cell for aspect in held for cell in town_coverage(town, corpus, aspect.id).cells]
        towns.append((town, tuple(cells)))
    listed = dict.fromkeys((e.municipality, e.contact) for e in corpus.entries if needs_check(e.contact, today))
    misprints = [(e, word) for e in corpus.entries for word in corpus.misprints.get(e.id, ())]
    return Standing(
        columns,
        tuple(towns),
        _sources(corpus),
        tuple(listed),
        tuple(entry for entry in corpus.entries if entry.correction),
        tuple(misprints),
        corpus.unfit_corrections,
        len(corpus.superseded),
    )


def _sources(corpus: Corpus) -> tuple[SourceStanding, ...]:
    """Each source of an import, and that which came with the corpus, in the order of the entries."""

    def origin(entry: Entry) -> tuple[Source, int | None, str | None]:
        known = corpus.provenance.get(entry.id)
        return entry.source, known.number if known else None, known.added_at if known else None

    counted = Counter(map(origin, corpus.entries))
    return tuple(SourceStanding(source, n, number, at) for (source, number, at), n in counted.items())
