"""Places that a question names → the corpus's towns that are meant."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.library import Corpus
from corpus.places import Mention, Size

SMALL, LARGE = 100_000, 500_000
"""Persons: 「小さい」 is fewer than SMALL, 「大きい」 is LARGE or more (the law's line for 政令指定都市)."""
_ABOUT = 1.5
"""A town is 「人口○万くらい」 if neither population is more than this many times the other."""


def codes_meant(mentions: Sequence[Mention], corpus: Corpus) -> frozenset[str] | None:
    """The codes of the corpus's towns that fit what is said; None if nothing narrows them.

    Several places of one sort are alternatives (四国と九州), places of different sorts have to hold at once
    (九州の政令市), and what is excluded is taken away.
    """
    if not mentions:
        return None
    codes = set(corpus.municipalities)
    for sort in ("area", "kind", "size", "town"):
        of_sort = [mention for mention in mentions if _sort(mention) == sort and not mention.excluded]
        if sort == "size":
            of_sort = _between(of_sort)
        if of_sort:
            codes &= set().union(*(_codes_of(mention, corpus) for mention in of_sort))
    for mention in mentions:
        if mention.excluded:
            codes -= _codes_of(mention, corpus)
    return frozenset(codes)


def _between(sizes: list[Mention]) -> list[Mention]:
    """五十万より多くて百万未満 is one size with two bounds; 10万未満か50万以上 are two sizes."""
    bounds = [mention.size for mention in sizes if mention.size]
    if len(bounds) != 2 or len(sizes) != 2:
        return sizes
    lower = max(bound.lower or 0 for bound in bounds)
    upper = min((bound.upper for bound in bounds if bound.upper), default=0)
    one_sided = all((bound.lower is None) != (bound.upper is None) for bound in bounds)
    return [replace(sizes[0], size=Size(lower=lower, upper=upper))] if one_sided and 0 < lower <= upper else sizes


def _sort(mention: Mention) -> str:
    return "area" if mention.what in ("prefecture", "region") else mention.what


def _codes_of(mention: Mention, corpus: Corpus) -> set[str]:
    """The towns that the mention means, or that lie in it; of those it names also such as the corpus does not have."""
    towns = corpus.municipalities.values()
    if mention.what == "town":
        return {town.code for town in mention.towns}
    if mention.what in ("prefecture", "region"):
        prefectures = set(mention.prefectures)
        return {town.code for town in towns if town.prefecture in prefectures}
    if mention.what == "kind":
        return {town.code for town in towns if town.kind in mention.kinds}
    return {town.code for town in towns if mention.size is not None and in_size(town.population, mention.size)}


def in_size(population: int | None, size: Size) -> bool:
    """True if a population lies within a size; see `SMALL`, `LARGE` and `_ABOUT` for those without bounds.

    One that is not known lies within none.
    """
    if population is None:
        return False
    if size.degree is not None:
        return population < SMALL if size.degree == "small" else population >= LARGE
    if size.about is not None:
        return size.about / _ABOUT <= population <= size.about * _ABOUT
    return (size.lower or 0) <= population <= (size.upper or population)
