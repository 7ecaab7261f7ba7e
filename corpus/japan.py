"""Every town, prefecture and region of Japan, from the tables in data/japan (its README: sources)."""

import csv
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.places import Town

_TABLES = Path(__file__).parent / "data" / "japan"


@dataclass(frozen=True, slots=True)
class Region:
    """A part of Japan under all its names; the first is the one we answer with."""

    names: tuple[str, ...]
    prefectures: tuple[str, ...]
    standard: bool
    needs_suffix: bool


@cache
def load_towns() -> tuple[Town, ...]:
    """The 1,741 municipalities, by code."""
    with (_TABLES / "towns.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)  # the heading: the columns stand in the order of Town's fields
        return tuple(Town(*row) for row in rows)


@cache
def outline() -> tuple[tuple[tuple[float, float], ...], ...]:
    """The coast of each island as a ring of longitudes and latitudes, the largest island first."""
    rings = json.loads((_TABLES / "outline.json").read_text(encoding="utf-8"))
    return tuple(tuple((x, y) for x, y in ring) for ring in rings)


@cache
def prefectures() -> tuple[str, ...]:
    """The 47 prefectures by their full names, from 北海道 to 沖縄県."""
    return tuple(dict.fromkeys(town.prefecture for town in load_towns()))


@cache
def _region_table() -> dict[str, object]:
    return tomllib.loads((_TABLES / "regions.toml").read_text(encoding="utf-8"))


@cache
def regions() -> tuple[Region, ...]:
    """Every region of regions.toml, the eight standard ones first."""
    rows = _region_table()["region"]
    assert isinstance(rows, list)
    return tuple(
        Region(
            names=tuple(row["names"]),
            prefectures=tuple(row["prefectures"]),
            standard=row.get("standard", False),
            needs_suffix=row.get("needs_suffix", False),
        )
        for row in rows
    )


@cache
def region_suffixes() -> tuple[str, ...]:
    """What may follow a region's name as part of it: 地方, エリア, ブロック …"""
    suffixes = _region_table()["suffixes"]
    assert isinstance(suffixes, list)
    return tuple(suffixes)


@cache
def regions_by_name() -> dict[str, Region]:
    """Each region under each of its names, Latin ones in small letters."""
    return {name.lower(): region for region in regions() for name in region.names}


def standard_regions() -> tuple[str, ...]:
    """The eight regions that divide Japan: 北海道, 東北, 関東, 中部, 近畿, 中国, 四国, 九州."""
    return tuple(region.names[0].removesuffix("地方") for region in regions() if region.standard)


def prefectures_of(region_name: str) -> tuple[str, ...]:
    """The prefectures of a region, with or without 地方: 山陰 → (鳥取県, 島根県). KeyError if unknown."""
    if region_name == "北海道":  # prefecture and region at once
        return ("北海道",)
    named = regions_by_name()
    suffix = next((s for s in region_suffixes() if region_name.endswith(s) and region_name not in named), "")
    return named[region_name.lower().removesuffix(suffix)].prefectures


def region_of(prefecture: str) -> str:
    """The standard region a prefecture lies in: 兵庫県 → 近畿. KeyError if unknown."""
    for region in regions():
        if region.standard and prefecture in region.prefectures:
            return region.names[0].removesuffix("地方")
    raise KeyError(prefecture)
