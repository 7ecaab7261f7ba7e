"""Which places a question names: towns in any spelling, prefectures, regions, kinds and sizes of towns.

Rules over tables, no model: a name counts only where Sudachi sees a word begin and end, so that
教えてくれし is not 呉市 and 東久留米市 not 久留米市. Full names count anywhere; a bare name must be
tagged a place and not be borne by a person (福山さん) or a thing (熊本城). Bare 福岡, prefecture and
city at once, is the prefecture.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise

from corpus.asker import is_asker, likeness_in
from corpus.cut_text import CutText, place_at
from corpus.exclusion import is_excluded
from corpus.groups import kinds_in, regions_in, towns_as_a_kind
from corpus.japan import load_towns, prefectures, prefectures_of, region_of, standard_regions
from corpus.places import Likeness, Mention, Places, Role, Size, Town, What
from corpus.sizes import sizes_in
from corpus.town_finder import JOINS_PREFECTURE, TownFinder
from corpus.town_names import TownNames, canonical
from corpus.words import fold

__all__ = [
    "Gazetteer",
    "Likeness",
    "Mention",
    "Places",
    "Role",
    "Size",
    "Town",
    "What",
    "load_towns",
    "prefectures",
    "prefectures_of",
    "region_of",
    "standard_regions",
]

_CITIES_AFTER = re.compile(r"の?(?:両|各|[2-9二三四五])市(?!町)")
_LIST_JOINT = re.compile(r"\s?(?:と|や|、|,|・|&|/|とか|も|に|及び|および|ならびに|並びに|and|or|か)\s?")


class Gazetteer:
    """Reads the places out of texts; `corpus_codes` are the towns that the corpus tells of."""

    def __init__(self, corpus_codes: Collection[str]) -> None:
        self._names = TownNames(corpus_codes)
        self._finder = TownFinder(self._names)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every place named in `text`, in order, not overlapping; offsets into `corpus.words.fold(text)`."""
        return self.read_places(text).mentions

    def read_places(self, text: str) -> Places:
        """All that `text` says of places; offsets are into `corpus.words.fold(text)`."""
        read = CutText(fold(text))
        found = _apart([*self._finder.find(read), *regions_in(read), *kinds_in(read), *_sizes(read)])
        found = _cities_of_a_list(_apart([*found, *towns_as_a_kind(read, found)]), read.text, self._names)
        found = _cities_among_towns(found, read.text, self._names)
        found = _joined(found, read.text)
        likeness = likeness_in(read.text, tuple(found))
        return Places(self._judged(found, read.text, likeness), likeness)

    def _judged(self, found: list[Mention], text: str, likeness: tuple[Likeness, ...]) -> tuple[Mention, ...]:
        """Marks what is left out and what is the asker's; lists and 兵庫県の人口3万の町 share one fate."""
        judged: list[Mention] = []
        for mention in reversed(found):
            own = any(self._names.is_own(town) for town in mention.towns)
            excluded = is_excluded(text, mention)
            asker = mention.role == "asker" or is_asker(text, mention, in_corpus=own, compares=bool(likeness))
            if judged:
                between = text[mention.end : judged[-1].start]
                excluded = excluded or (judged[-1].excluded and bool(_LIST_JOINT.fullmatch(between)))
                asker = asker or (
                    judged[-1].role == "asker" and between in ("の", "", "で", "、", "(", "の市(", "の町(", "の村(")
                )
            judged.append(replace(mention, excluded=excluded, role="asker" if asker else "asked"))
        return tuple(reversed(judged))


def _apart(found: list[Mention]) -> list[Mention]:
    """Leftmost and then longest first; what overlaps an earlier one is dropped."""
    chosen: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not chosen or chosen[-1].end <= mention.start:
            chosen.append(mention)
    return chosen


def _joined(found: list[Mention], text: str) -> list[Mention]:
    """広島県の府中市 and 府中市(広島県) as one mention of the one town."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is not None and {last.what, mention.what} == {"town", "prefecture"}:
            town, prefecture = (last, mention) if last.what == "town" else (mention, last)
            there = tuple(t for t in town.towns if t.prefecture == prefecture.name)
            between = text[last.end : mention.start]
            closes = text[mention.end : mention.end + 1] == ")"
            if there and "の" in between and is_excluded(text, mention):
                # 京都府の京都市以外 asks for the rest of the prefecture.
                mention = replace(mention, towns=there)
            elif there and (between == "(" and closes if town is last else JOINS_PREFECTURE.fullmatch(between)):
                end = mention.end + (1 if town is last else 0)
                joined[-1] = place_at(text, last.start, end, there)
                continue
        joined.append(mention)
    return joined


def _cities_of_a_list(found: list[Mention], text: str, names: TownNames) -> list[Mention]:
    """福岡・熊本両市: the cities, although the bare names are prefectures."""
    cities = list(found)
    for last in range(len(found)):
        if not _CITIES_AFTER.match(text, found[last].end):
            continue
        at = last
        if last == 0 or not _LIST_JOINT.fullmatch(text[found[last - 1].end : found[last].start]):
            continue  # 広島の2市 are two cities of the prefecture
        while at >= 0 and (at == last or _LIST_JOINT.fullmatch(text[found[at].end : found[at + 1].start])):
            towns = names.full.get(canonical(found[at].surface) + "市", ())
            if found[at].what == "prefecture" and towns:
                cities[at] = place_at(text, found[at].start, found[at].end, towns)
            at -= 1
    return cities


def _cities_among_towns(found: list[Mention], text: str, names: TownNames) -> list[Mention]:
    """福岡・市原・播磨: a bare name that is a prefecture's too means the corpus's city in a list with towns."""
    cities = list(found)
    for at, (first, second) in enumerate(pairwise(found)):
        if not _LIST_JOINT.fullmatch(text[first.end : second.start]):
            continue
        for place, mention, beside in ((at, first, second), (at + 1, second, first)):
            towns = names.full.get(canonical(mention.surface) + "市", ())
            if (mention.what, beside.what) == ("prefecture", "town") and any(map(names.is_own, towns)):
                cities[place] = place_at(text, mention.start, mention.end, towns)
    return cities


def _sizes(read: CutText) -> Iterator[Mention]:
    for start, end, size in sizes_in(read.text):
        yield Mention(start, end, read.text[start:end], "size", size=size)
