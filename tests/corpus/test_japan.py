"""The table of Japan's towns and the names of its regions."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from corpus.japan import load_towns, prefectures, prefectures_of, region_of, regions, standard_regions

FACTS = Path(__file__).parents[2] / "corpus" / "data" / "kodoku" / "municipalities.csv"
TOWNS = {town.code: town for town in load_towns()}
WITH_FACTS = list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))


def test_every_municipality_stands_once() -> None:
    assert len(TOWNS) == len(load_towns()) == 1741
    assert Counter(town.kind for town in load_towns()) == {
        "政令指定都市": 20,
        "中核市": 62,
        "特別区": 23,
        "市": 710,
        "町": 743,
        "村": 183,
    }


def test_every_prefecture_has_towns() -> None:
    assert len(prefectures()) == 47
    assert (prefectures()[0], prefectures()[12], prefectures()[-1]) == ("北海道", "東京都", "沖縄県")
    by_number = {int(code[:2]): town.prefecture for code, town in TOWNS.items()}
    assert tuple(by_number[number] for number in range(1, 48)) == prefectures()


def test_check_digits() -> None:
    for code in TOWNS:
        remainder = sum(int(digit) * weight for digit, weight in zip(code[:5], range(6, 1, -1), strict=True)) % 11
        assert int(code[5]) == (11 - remainder) % 10, code


def test_kana_is_hiragana_with_the_reading_of_the_suffix() -> None:
    readings = {"市": ("し",), "区": ("く",), "町": ("まち", "ちょう"), "村": ("むら", "そん")}
    for town in load_towns():
        assert all("ぁ" <= letter <= "ゖ" for letter in town.kana), town
        assert town.kana.endswith(readings[town.name[-1]]), town


@pytest.mark.parametrize("fact", WITH_FACTS, ids=lambda fact: fact["name"])
def test_the_corpus_and_the_table_agree(fact: dict[str, str]) -> None:
    town = TOWNS[fact["code"]]
    assert (town.name, town.prefecture, town.kind) == (fact["name"], fact["prefecture"], fact["kind"])
    assert region_of(town.prefecture) == fact["region"]


def test_the_standard_regions_divide_japan() -> None:
    assert standard_regions() == ("北海道", "東北", "関東", "中部", "近畿", "中国", "四国", "九州")
    assert sorted(p for region in standard_regions() for p in prefectures_of(region)) == sorted(prefectures())
    assert all(prefecture in prefectures_of(region_of(prefecture)) for prefecture in prefectures())


def test_regions_name_only_prefectures_and_each_name_once() -> None:
    names = [name for region in regions() for name in region.names]
    assert len(names) == len(set(names))
    assert {prefecture for region in regions() for prefecture in region.prefectures} == set(prefectures())


@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("中国地方", "鳥取県", 5),
        ("中国", "鳥取県", 5),
        ("中四国", "鳥取県", 9),
        ("東海地方", "岐阜県", 4),
        ("北海道", "北海道", 1),
        ("首都圏", "茨城県", 8),
        ("九州・沖縄", "福岡県", 8),
        ("Kansai", "滋賀県", 6),
    ],
)
def test_prefectures_of_a_region(name: str, first: str, count: int) -> None:
    found = prefectures_of(name)
    assert (found[0], len(found)) == (first, count)


def test_unknown_names() -> None:
    with pytest.raises(KeyError):
        prefectures_of("ムー大陸")
    with pytest.raises(KeyError):
        region_of("江戸")
