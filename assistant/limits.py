"""What a search may be limited to: places by region, kind and population, a theme, an aspect."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from assistant.query import Query
from assistant.texts import text
from assistant.wording import joined
from corpus.entry import Municipality
from corpus.japan import standard_regions
from corpus.library import Corpus

BANDS: dict[str, float] = {"under_100k": 100_000, "under_300k": 300_000, "under_500k": 500_000, "from_500k": math.inf}
"""Populations in persons, each band from where the one before ends to below its figure; `text("band.<name>")`."""


_KINDS = ("政令指定都市", "中核市", "特別区", "市", "町", "村")


@dataclass(frozen=True, slots=True)
class Limits:
    """`regions` and `kinds` by name, `sizes` as names of BANDS, `theme` and `aspect` by id. Empty limits nothing.

    Several of one sort are alternatives; places of different sorts have to hold at once.
    """

    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    theme: str | None = None
    aspect: str | None = None

    def codes(self, corpus: Corpus) -> frozenset[str] | None:
        """The codes of the corpus's towns within the limits; None if they limit no place."""
        if not (self.regions or self.kinds or self.sizes):
            return None
        return frozenset(code for code, town in corpus.municipalities.items() if self._holds(town))

    def place(self) -> str | None:
        """The places as prose puts them: 中国地方・中核市; None if they limit none."""
        regions = [text("place.region", region=region) for region in self.regions]
        return joined([*regions, *self.kinds, *(text(f"band.{size}") for size in self.sizes)]) or None

    def _holds(self, town: Municipality) -> bool:
        return (
            (not self.regions or town.region in self.regions)
            and (not self.kinds or town.kind in self.kinds)
            and (not self.sizes or band_of(town.population) in self.sizes)
        )


def band_of(population: int | None) -> str | None:
    """The name of the band in which a population lies; None for one that is not known."""
    if population is None:
        return None
    return next(name for name, end in BANDS.items() if population < end)


def choices(corpus: Corpus) -> Limits:
    """Every region, kind and band that the corpus has a town of, each in the order in which officials list them."""
    return _of_towns(corpus.municipalities.values())


def limited(query: Query, limits: Limits, corpus: Corpus) -> Query:
    """The query as someone corrected it: its places, theme and aspect are those of the limits.

    A town that was asked for by name stays, unless the limits leave it out.
    """
    codes = limits.codes(corpus)
    named = tuple(code for code in query.named if codes is None or code in codes)
    return replace(
        query,
        named=named,
        allowed=frozenset(named) if named else codes,
        place=None if named else limits.place(),
        theme=limits.theme,
        only_theme=limits.theme is not None,
        aspect=None if limits.aspect == corpus.manifest.held_aspect.id else limits.aspect,
    )


def limits_of(query: Query, corpus: Corpus) -> Limits:
    """What a question was understood to be limited to, as far as limits can say it: not towns by name, for one."""
    about = Limits(theme=query.theme, aspect=query.aspect)
    if query.allowed is None or query.named:
        return about
    towns = [corpus.municipalities[code] for code in query.allowed if code in corpus.municipalities]
    fitting = (limits for limits in _simplest_first(_of_towns(towns)) if limits.codes(corpus) == query.allowed)
    place = next(fitting, Limits())
    return replace(place, theme=query.theme, aspect=query.aspect)


def _of_towns(towns: Iterable[Municipality]) -> Limits:
    """The limits that hold just these towns' regions, kinds and bands."""
    held = list(towns)
    return Limits(
        regions=_listed((town.region for town in held), standard_regions()),
        kinds=_listed((town.kind for town in held), _KINDS),
        sizes=_listed((band for town in held if (band := band_of(town.population))), tuple(BANDS)),
    )


def _listed(names: Iterable[str], order: Sequence[str]) -> tuple[str, ...]:
    """Each name once, as `order` has them; names of a corpus's own making come last."""
    return tuple(sorted(set(names), key=lambda name: (order.index(name) if name in order else len(order), name)))


def _simplest_first(limits: Limits) -> Iterator[Limits]:
    """The limits with some of their three sorts only: fewest first, regions before kinds before sizes."""
    for sizes, kinds, regions in sorted(product((False, True), repeat=3), key=lambda sorts: (sum(sorts), sorts)):
        yield Limits(
            regions=limits.regions if regions else (),
            kinds=limits.kinds if kinds else (),
            sizes=limits.sizes if sizes else (),
        )
