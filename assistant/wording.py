"""Names and numbers as Japanese prose puts them."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from assistant.texts import text
from corpus.entry import Entry, Municipality, Source
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
    return text("section.where", town=entry.municipality.name, theme=column(entry.theme, entry.aspect, manifest))


def column(theme: str, aspect: str, manifest: Manifest) -> str:
    """全般, of the aspect that is meant where none is named; of another 全般「取り組もうとした理由・きっかけ」."""
    label = manifest.theme(theme).label
    if aspect == manifest.held_aspect.id:
        return label
    return text("section.aspect", theme=label, aspect=manifest.aspect(aspect).heading)


def publisher_of(source: Source, manifest: Manifest) -> str:
    """Who publishes a source, where it lies beside the corpus's own; empty for material from elsewhere."""
    own = urlsplit(manifest.source.url).netloc
    return manifest.publisher if own and urlsplit(source.url).netloc == own else ""


def persons(population: int | None) -> str:
    """38万4,805人; words that say so where it is not known."""
    if population is None:
        return text("place.population_not_held")
    myriads, rest = divmod(population, 10_000)
    if not myriads:
        return f"{rest:,}人"
    return f"{myriads:,}万{rest:,}人" if rest else f"{myriads:,}万人"
