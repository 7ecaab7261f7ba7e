"""Which towns of the corpus are like a given one, and by what."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant import gaps
from assistant.answer import Gap, Suggestion
from assistant.places_asked import codes_meant, in_size
from assistant.query import Query
from assistant.texts import text
from corpus.entry import Municipality
from corpus.japan import region_of
from corpus.library import Corpus
from corpus.places import Mention, Size, Town

_MOST = 3
_LIKE = 2.5
"""Towns are of like size if neither population is more than this many times the other."""


@dataclass(frozen=True, slots=True)
class Like:
    """Codes of the towns like the asker's, nearest first; in what (`facts["by"]`), and what does not exist here."""

    codes: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


def nearest(query: Query, corpus: Corpus) -> Like:
    """The towns that are most like what the asker told of their own.

    By population where one is known or told, else by prefecture, region and kind, in this order.
    """
    kinds = [m for m in query.asker if m.what == "kind"]
    lacking = lacking_kinds(query, corpus)
    areas = [m for m in query.asker if m.what in ("prefecture", "region")]
    size = _size(query.asker, corpus)
    if "prefecture" in query.likeness or "region" in query.likeness:
        return _by_area(query, areas, corpus)
    if size is None and kinds and not lacking and not areas:
        return Like(tuple(sorted(codes_meant(kinds, corpus) or ())), facts={"by": "kind", "place": kinds[0].name})
    if size is None and kinds and {"町", "村"} & set(kinds[0].kinds):
        size = Size(degree="small")
    if size is not None:
        return _by_size(size, lacking, corpus)
    like = _by_area(query, areas, corpus)
    towns = [town.name for mention in query.asker for town in mention.towns]
    if "size" in query.likeness and towns:
        like = replace(like, gaps=(*like.gaps, gaps.population_not_held(towns)))
    return like


@dataclass(frozen=True, slots=True)
class Lens:
    """The asker's own place, to order evidence by: `place` and `people` say by what, as prose puts it."""

    prefectures: frozenset[str]
    size: Size | None
    place: str
    people: str

    def order(self, town: Municipality) -> tuple[int, int]:
        """Smaller for a town more like the asker's: of the prefecture, of the region; then of about the size."""
        regions = {region_of(prefecture) for prefecture in self.prefectures}
        near = 0 if town.prefecture in self.prefectures else 1 if town.region in regions else 2
        return near, 0 if self.size is None or _is_about(town, self.size) else 1


def lens_of(query: Query, corpus: Corpus) -> Lens | None:
    """What the asker told of their own place, if anything that orders towns."""
    towns = [town for mention in query.asker for town in mention.towns]
    told = {p for mention in query.asker for p in mention.prefectures} | {town.prefecture for town in towns}
    size = _size(query.asker, corpus)
    if size is None and any({"町", "村"} & set(mention.kinds) for mention in query.asker):
        size = Size(degree="small")
    if not told and size is None:
        return None
    return Lens(frozenset(told), size, "・".join(sorted(told)), _in_words(size))


def lacking_kinds(query: Query, corpus: Corpus) -> tuple[Gap, ...]:
    """A gap for each kind of town that the asker's is of and the corpus has none of."""
    kinds = [mention for mention in query.asker if mention.what == "kind"]
    return tuple(gaps.no_kind(mention.name) for mention in kinds if not codes_meant([mention], corpus))


def _in_words(size: Size | None) -> str:
    if size is None:
        return ""
    if size.degree is not None:
        return text(f"lens.{size.degree}")
    return text("lens.about", persons=_persons(size.about or _middle(size)))


def _is_about(town: Municipality, size: Size) -> bool:
    if size.degree is not None:
        return in_size(town.population, size)
    return _distance(town, size.about or _middle(size)) <= math.log(_LIKE)


def _size(asker: Sequence[Mention], corpus: Corpus) -> Size | None:
    """The asker's population: told, or that of their town where the corpus holds it."""
    for mention in asker:
        if mention.size is not None:
            return mention.size
    for mention in asker:
        for town in mention.towns:
            held = corpus.municipalities.get(town.code)
            if held and held.population is not None:
                return Size(about=held.population)
    return None


def _by_size(size: Size, lacking: tuple[Gap, ...], corpus: Corpus) -> Like:
    towns = sorted((t for t in corpus.municipalities.values() if t.population is not None), key=_people)
    if size.degree is not None:
        small = size.degree == "small"
        fitting = [town for town in towns if in_size(town.population, size)]
        if not small:
            fitting.reverse()
        if small and towns:
            lacking += (gaps.none_smaller(towns[0]),)
        return Like(tuple(t.code for t in fitting[:_MOST]), lacking, {"by": size.degree})
    wanted = size.about or _middle(size)
    by_distance = sorted(towns, key=lambda town: _distance(town, wanted))
    close = [town for town in by_distance if _distance(town, wanted) <= math.log(_LIKE)]
    chosen = (close or by_distance[:2])[:_MOST]
    return Like(tuple(town.code for town in chosen), lacking, {"by": "size", "size": _persons(wanted)})


def _middle(size: Size) -> int:
    low, high = size.lower or size.upper or 1, size.upper or size.lower or 1
    return round(math.sqrt(max(low, 1) * max(high, 1)))


def _people(town: Municipality) -> int:
    return town.population or 0


def _distance(town: Municipality, population: int) -> float:
    """How far apart two populations are, in powers of e; infinity where the town's is not known."""
    if town.population is None:
        return math.inf
    return abs(math.log(town.population / max(population, 1)))


def _persons(population: int) -> str:
    """50,000 → 5万人."""
    if population >= 10_000:
        return f"{population / 10_000:.1f}".removesuffix(".0") + "万人"
    return f"{population:,}人"


def _by_area(query: Query, areas: Sequence[Mention], corpus: Corpus) -> Like:
    own_towns = [town for mention in query.asker for town in mention.towns]
    prefectures = {p for mention in areas for p in mention.prefectures} | {town.prefecture for town in own_towns}
    label = "・".join(sorted(prefectures))
    own_codes = {town.code for town in own_towns}
    same = [t.code for t in corpus.municipalities.values() if t.prefecture in prefectures and t.code not in own_codes]
    if same and "region" not in query.likeness:
        return Like(tuple(same), facts={"by": "area", "place": label})
    regions = {region_of(prefecture) for prefecture in prefectures}
    near = [t.code for t in corpus.municipalities.values() if t.region in regions and t.code not in own_codes]
    lacking = () if same or not label else (gaps.no_place(label),)
    place = "・".join(f"{region.removesuffix('地方')}地方" for region in sorted(regions))
    return Like(tuple(near), lacking, {"by": "area", "place": place or label})


def suggestions_for(towns: Sequence[Town], corpus: Corpus) -> tuple[Suggestion, ...]:
    """The corpus's towns that are most like towns it lacks: of the prefecture, else region, else kind."""
    found: dict[str, Suggestion] = {}
    with_text = [
        town
        for code, town in corpus.municipalities.items()
        if any(entry.text_status != "missing" for entry in corpus.of_town(code))
    ]
    for town in towns:
        for reason, place, like in _ways_alike(town, with_text):
            if like:
                why = text(f"suggestion.{reason}", place=place)
                for held in like[:_MOST]:
                    ids = tuple(e.id for e in corpus.of_town(held.code) if e.text_status != "missing")
                    found.setdefault(held.code, Suggestion(municipality=held.name, entry_ids=ids, why=why))
                break
    return tuple(found.values())


def _ways_alike(town: Town, towns: Sequence[Municipality]) -> Iterator[tuple[str, str, list[Municipality]]]:
    """Each way of being like a town, the closest first: its name, in what, and the towns that are."""
    region = region_of(town.prefecture)
    yield "same_prefecture", town.prefecture, [held for held in towns if held.prefecture == town.prefecture]
    yield "same_region", region, [held for held in towns if held.region == region]
    yield "same_kind", town.kind, [held for held in towns if held.kind == town.kind]
