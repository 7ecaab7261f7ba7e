"""What narrows the towns of a corpus, and what may be chosen."""

import pytest

from assistant.limits import Limits, band_of, choices
from corpus.library import Corpus


def names(limits: Limits, corpus: Corpus) -> list[str]:
    codes = limits.codes(corpus)
    assert codes is not None
    return [town.name for code, town in corpus.municipalities.items() if code in codes]


@pytest.mark.parametrize(
    ("limits", "towns"),
    [
        pytest.param(Limits(regions=("四国",)), ["宇和島市"], id="四国"),
        pytest.param(Limits(regions=("四国", "近畿")), ["京都市", "播磨町", "宇和島市"], id="地域は2つならどちらでも"),
        pytest.param(Limits(kinds=("政令指定都市",)), ["京都市", "福岡市", "熊本市"], id="政令指定都市"),
        pytest.param(Limits(sizes=("under_100k",)), ["播磨町", "宇和島市"], id="10万人未満"),
        pytest.param(
            Limits(regions=("中国",), kinds=("中核市",), sizes=("under_300k",)),
            ["鳥取市", "呉市"],
            id="地域と種類と規模はすべて",
        ),
        pytest.param(Limits(regions=("四国",), kinds=("町",)), [], id="当てはまる市区町村なし"),
        pytest.param(Limits(regions=("北海道",)), [], id="資料にない地域"),
    ],
)
def test_towns_that_fit(kodoku: Corpus, limits: Limits, towns: list[str]) -> None:
    assert names(limits, kodoku) == towns


@pytest.mark.parametrize(
    "limits", [Limits(), Limits(theme="platform", aspect="first_step")], ids=["なし", "テーマと欄"]
)
def test_where_nothing_narrows_the_towns(kodoku: Corpus, limits: Limits) -> None:
    assert limits.codes(kodoku) is None


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (1, "under_100k"),
        (99_999, "under_100k"),
        (100_000, "under_300k"),
        (299_999, "under_300k"),
        (300_000, "under_500k"),
        (500_000, "from_500k"),
        (9_000_000, "from_500k"),
    ],
)
def test_a_population_is_of_one_band(population: int, band: str) -> None:
    assert band_of(population) == band


def test_choices_are_what_occurs(kodoku: Corpus) -> None:
    offered = choices(kodoku)

    assert offered == Limits(
        regions=("関東", "中部", "近畿", "中国", "四国", "九州"),
        kinds=("政令指定都市", "中核市", "特別区", "市", "町"),
        sizes=("under_100k", "under_300k", "under_500k", "from_500k"),
    )
    for field in ("regions", "kinds", "sizes"):
        assert all(names(Limits(**{field: (value,)}), kodoku) for value in getattr(offered, field))
