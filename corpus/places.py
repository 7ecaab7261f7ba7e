"""What a text says of places: the values that `corpus.gazetteer` returns."""

from dataclasses import dataclass
from typing import Literal

What = Literal["town", "prefecture", "region", "kind", "size"]
Role = Literal["asked", "asker"]
Likeness = Literal["prefecture", "region", "size", "any"]
"""In what the asked-for places should be like the asker's own: 県内, 近隣, 同じくらいの規模, うちに近い."""


@dataclass(frozen=True, slots=True)
class Town:
    """One municipality of Japan; `code` has six digits, `kana` is hiragana with its し, く, まち, そん …"""

    code: str
    name: str
    kana: str
    prefecture: str
    kind: str


@dataclass(frozen=True, slots=True)
class Size:
    """A population in persons: 5万人以上10万人未満 is lower 50,000, upper 99,999 (both inclusive).

    `about` is the figure of 5万人規模 or 人口20万前後, which has no bounds of its own.
    `degree` is a size without a figure: 小規模, 大きい市.
    """

    lower: int | None = None
    upper: int | None = None
    about: int | None = None
    degree: Literal["small", "large"] | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place named in a text: `fold(text)[start:end] == surface`, and what it means.

    what        holds
    town        `towns`: every town it may be (府中市 → two); wards of a city mean the city
    prefecture  `name` 兵庫県, `prefectures` of one
    region      `name` as regions.toml answers it (中国 for 中国地方), `prefectures`
    kind        `name` as written in `kinds`, several joined by ・; `kinds` as in `Town.kind`
    size        `size`

    `excluded`: 〜以外, 〜を除く, 〜ではなく. `role` is "asker" where the words tell of the asker's own
    place, or of a place to measure by (呉市と同じくらいの規模): a lens that orders, not what is asked for.
    """

    start: int
    end: int
    surface: str
    what: What
    towns: tuple[Town, ...] = ()
    name: str = ""
    prefectures: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    size: Size | None = None
    excluded: bool = False
    role: Role = "asked"


@dataclass(frozen=True, slots=True)
class Places:
    """All that a text says of places; mentions in order and apart from each other, likenesses in order."""

    mentions: tuple[Mention, ...] = ()
    likeness: tuple[Likeness, ...] = ()
