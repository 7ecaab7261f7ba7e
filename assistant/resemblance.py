"""Which towns of a corpus resemble one's own, and by what: four things that can be the same, each of them said."""

import math
from dataclasses import dataclass
from functools import cache

from assistant.limits import band_of
from assistant.places_asked import in_size
from assistant.texts import text
from assistant.word_search import folded
from assistant.wording import persons
from corpus.entry import Municipality
from corpus.japan import load_towns, region_of
from corpus.library import Corpus
from corpus.places import Size, Town


@dataclass(frozen=True, slots=True)
class Own:
    """What is known of one's own town. `size`: a band chosen by hand, where the population is not held."""

    code: str = ""
    name: str = ""
    prefecture: str = ""
    kind: str = ""
    population: int | None = None
    size: str | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """A town of the corpus: how many of the four it shares with one's own, and which, in words."""

    town: Municipality
    shared: int
    reasons: tuple[str, ...]


def own_town(code: str, corpus: Corpus, size: str | None = None) -> Own | None:
    """One's own town by its code, any of Japan's; None if there is none. A population that is held outdoes `size`."""
    held = corpus.municipalities.get(code)
    if held is not None:
        return Own(code, held.name, held.prefecture, held.kind, held.population)
    town = next((town for town in load_towns() if town.code == code), None)
    return Own(code, town.name, town.prefecture, town.kind, size=size) if town else None


def towns_named(words: str, prefecture: str) -> tuple[Town, ...]:
    """The towns of a prefecture (empty: of Japan) with these words in name or reading, those that begin so first."""
    wanted = folded(words.strip()).text
    if not wanted and not prefecture:
        return ()
    found = [
        (not any(name.startswith(wanted) for name in names), town)
        for town, names in _names()
        if prefecture in ("", town.prefecture) and any(wanted in name for name in names)
    ]
    return tuple(town for _, town in sorted(found, key=lambda item: item[0]))


@cache
def _names() -> tuple[tuple[Town, tuple[str, str]], ...]:
    return tuple((town, (folded(town.name).text, town.kana)) for town in load_towns())


def resembling(own: Own, corpus: Corpus) -> tuple[Alike, ...]:
    """All towns of the corpus, those that share most first; equals by how near their population is, then as listed.

    What is shared: prefecture, region, kind, and population. One's own town, if it is among them, comes first.
    """
    alike = [_compared(own, town) for town in corpus.municipalities.values()]
    return tuple(sorted(alike, key=lambda one: (one.town.code != own.code, -one.shared, _apart(own, one.town))))


def _compared(own: Own, town: Municipality) -> Alike:
    if town.code == own.code:
        return Alike(town, 4, (text("alike.own"),))
    reasons: list[str] = []
    shared = 0
    if town.prefecture == own.prefecture:
        shared += 2  # who is of one prefecture is of one region
        reasons.append(text("alike.prefecture", prefecture=town.prefecture))
    elif own.prefecture and town.region == region_of(own.prefecture):
        shared += 1
        reasons.append(text("alike.region", region=town.region))
    if town.kind == own.kind:
        shared += 1
        reasons.append(text("alike.kind", kind=town.kind))
    if own.population is not None:
        if in_size(town.population, Size(about=own.population)):
            shared += 1
            reasons.append(text("alike.population", persons=persons(town.population)))
    elif own.size and own.size == band_of(town.population):
        shared += 1
        reasons.append(text("alike.size", size=text(f"band.{own.size}"), persons=persons(town.population)))
    return Alike(town, shared, tuple(reasons))


def _apart(own: Own, town: Municipality) -> float:
    """How many times the one population is the other; 1 for all where one's own is not known, infinity if theirs."""
    if own.population is None:
        return 1
    if town.population is None:
        return math.inf
    return max(town.population, own.population) / min(town.population, own.population)
