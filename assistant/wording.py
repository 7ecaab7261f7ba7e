"""Names and numbers as Japanese prose puts them."""

from collections.abc import Iterable, Sequence

from assistant.texts import text
from corpus.entry import Entry, Municipality
from corpus.manifest import Manifest

_SUFFIXES = "市区町村"
NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
"""Kanji for one to nine → digits."""


def joined(names: Iterable[str]) -> str:
    """京都市・熊本市; each name once."""
    return "・".join(dict.fromkeys(names))


def counted(towns: Sequence[Municipality]) -> str:
    """How many towns, by the kinds that occur: 3市, 2市町; more than two kinds are 市区町村."""
    kinds = "".join(suffix for suffix in _SUFFIXES if any(town.name.endswith(suffix) for town in towns))
    return f"{len(towns)}{kinds if len(kinds) <= 2 else _SUFFIXES}"


def cell(entry: Entry, manifest: Manifest) -> str:
    """岡崎市（全般）."""
    return text("section.where", town=entry.municipality.name, theme=manifest.theme(entry.theme).label)


def persons(population: int) -> str:
    """38万4,805人."""
    myriads, rest = divmod(population, 10_000)
    if not myriads:
        return f"{rest:,}人"
    return f"{myriads:,}万{rest:,}人" if rest else f"{myriads:,}万人"
