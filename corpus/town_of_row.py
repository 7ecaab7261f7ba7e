"""Which town a row is about, by its code or by prefecture and name, and whether the prefecture fits."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from corpus.japan import load_towns, prefectures
from corpus.places import Town
from corpus.town_names import canonical
from corpus.words import fold

_DISTRICT = re.compile(r"^[^市区町村]{1,5}郡(?=.+[町村]$)")
_LONGEST_CODE = 6


@dataclass(frozen=True, slots=True)
class Found:
    """The town, and the prefecture that the row prints where that is another one."""

    town: Town
    printed_prefecture: str | None = None


class TownsOfRows:
    """Finds the towns of rows; of several of one name, the one that the corpus has."""

    def __init__(self, corpus_codes: Collection[str]) -> None:
        self._codes = frozenset(corpus_codes)
        self._by_code = {town.code[:5]: town for town in load_towns()}
        self._by_name: dict[str, list[Town]] = defaultdict(list)
        for town in load_towns():
            self._by_name[canonical(fold(town.name))].append(town)

    def find(self, code: str, prefecture: str, municipality: str) -> Found | str:
        """The town that a row means, or the reason why none can be told."""
        printed, name = _parted(prefecture, municipality)
        if code:
            return self._by_its_code(fold(code).strip(), printed, name)
        towns = self._by_name.get(name) or self._by_name.get(_DISTRICT.sub("", name), [])
        if not towns:
            return "municipality_unknown"
        if printed is None:
            own = [town for town in towns if town.code in self._codes]
            return Found((own or towns)[0]) if len(towns) == 1 or len(own) == 1 else "municipality_ambiguous"
        there = [town for town in towns if town.prefecture == printed]
        if there:
            return Found(there[0])
        return Found(towns[0], printed) if len(towns) == 1 else "prefecture_differs"

    def _by_its_code(self, code: str, printed: str | None, name: str) -> Found | str:
        town = self._by_code.get(code.zfill(5)[:5])
        if not code.isdecimal() or len(code) > _LONGEST_CODE or town is None:
            return "code_unknown"
        if len(code) == _LONGEST_CODE and town.code != code:
            return "code_unknown"
        if name and _DISTRICT.sub("", name) != canonical(fold(town.name)):
            return "code_differs"
        return Found(town, printed if printed not in (None, town.prefecture) else None)


def _parted(prefecture: str, municipality: str) -> tuple[str | None, str]:
    """The prefecture, from its own column or before the name, and the town's name in the form to compare."""
    own, name = ("".join(fold(words).split()) for words in (prefecture, municipality))
    before = next((p for p in prefectures() if name.startswith(p) and len(name) > len(p)), None)
    if before is not None:
        name = name.removeprefix(before)
    return own or before, canonical(name)
