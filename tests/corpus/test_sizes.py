"""Figures and phrases for the population of a town."""

import pytest

from corpus.places import Size
from corpus.sizes import number, sizes_in


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5万", 50_000),
        ("五十万", 500_000),
        ("300,000", 300_000),
        ("1.5万", 15_000),
        ("5万3千", 53_000),
        ("一万二千", 12_000),
        ("二三万", 230_000),
        ("千", 1_000),
        ("三千五百", 3_500),
        ("百万", 1_000_000),
        ("5 万", 50_000),
        ("2千", 2_000),
    ],
    ids=lambda value: str(value),
)
def test_numbers_in_digits_and_kanji(written: str, value: int) -> None:
    assert number(written) == value


@pytest.mark.parametrize(
    ("text", "phrase", "size"),
    [
        ("人口50万人以上の市", "人口50万人以上", Size(lower=500_000)),
        ("5万人未満の町", "5万人未満", Size(upper=49_999)),
        ("10万から30万", "10万から30万", Size(lower=100_000, upper=300_000)),
        ("50万から10万まで", "50万から10万まで", Size(lower=100_000, upper=500_000)),
        ("人口5万人超10万人以下の市", "人口5万人超10万人以下", Size(lower=50_001, upper=100_000)),
        ("人口が5万に満たない町", "人口が5万に満たない", Size(upper=49_999)),
        ("人口100万を超えます", "人口100万を超えま", Size(lower=1_000_001)),
        ("人口は3万台", "人口は3万台", Size(lower=30_000, upper=39_999)),
        ("5、6万人の市", "5、6万人", Size(lower=50_000, upper=60_000)),
        ("3万人規模", "3万人規模", Size(about=30_000)),
        ("人口20万前後", "人口20万前後", Size(about=200_000)),
        ("a population of 50,000", "population of 50,000", Size(about=50_000)),
        ("towns with at least 10,000 residents", "at least 10,000 residents", Size(lower=10_000)),
        ("小規模な自治体", "小規模な", Size(degree="small")),
        ("人口の多い市", "人口の多い", Size(degree="large")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_phrase_gives_one_size(text: str, phrase: str, size: Size) -> None:
    start = text.index(phrase)
    assert list(sizes_in(text)) == [(start, start + len(phrase), size)]


@pytest.mark.parametrize(
    "text",
    [
        "2名で始めた",
        "3つの事業",
        "5万円の予算",
        "予算は5万以上",
        "100人に聞いた",
        "参加者1万人以上",
        "人口10万人あたりの自殺者",
        "5万人に配布",
        "300人規模のイベント",
        "高齢化率30%以上の町",
        "2020年から2030年",
        "令和7年度",
        "10万世帯",
        "人口5割",
        "小規模多機能",
        "小さな町内会",
        "小さなまちづくり",
        "大規模な調査",
        "大都市圏",
    ],
)
def test_what_counts_other_things_is_no_size(text: str) -> None:
    assert list(sizes_in(text)) == []
