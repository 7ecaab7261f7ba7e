"""The rows as a catalogue: what is let through, what is found where, in which order."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.catalogue import SORTS, Catalogue, Row, Wanted, excerpt, in_order_of, merged, towns_of
from assistant.limits import Limits
from corpus.entry import TextStatus
from corpus.library import corpus_folder, load_corpus

CATALOGUE = Catalogue(load_corpus(corpus_folder("kodoku", Path())))


@pytest.fixture
def catalogue() -> Catalogue:
    return CATALOGUE


def cells(rows: tuple[Row, ...]) -> list[str]:
    return [f"{row.entry.municipality.name} {row.entry.theme}" for row in rows]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(Wanted("市民意識調査"), ["呉市 general"], id="本文の語"),
        pytest.param(Wanted("ポットキャスト"), ["岡崎市 general"], id="別の書き方"),
        pytest.param(Wanted("会議 自殺"), ["播磨町 platform"], id="語はすべて"),
        pytest.param(Wanted("会議 存在しない語"), [], id="1語でもなければ出ない"),
        pytest.param(Wanted("兵庫県"), ["播磨町 general", "播磨町 platform"], id="都道府県名"),
        pytest.param(Wanted("はりま"), ["播磨町 general", "播磨町 platform"], id="かな"),
        pytest.param(Wanted("呉市 調査"), ["呉市 general"], id="市の名前と本文の語"),
        pytest.param(Wanted("呉市", Limits(theme="platform")), [], id="行のないテーマ"),
        pytest.param(
            Wanted(limits=Limits(regions=("四国",))), ["宇和島市 general", "宇和島市 platform"], id="地域でしぼる"
        ),
        pytest.param(Wanted(statuses=("reference",)), ["宇和島市 platform"], id="参照のみ"),
        pytest.param(
            Wanted(limits=Limits(theme="platform"), statuses=("partial", "missing")),
            ["岡崎市 platform", "豊田市 platform", "鳥取市 platform", "福山市 platform"],
            id="本文の有無は選んだどれでも",
        ),
        pytest.param(Wanted(limits=Limits(aspect="reason")), [], id="収録されていない欄"),
    ],
)
def test_what_is_found(catalogue: Catalogue, wanted: Wanted, found: list[str]) -> None:
    assert cells(catalogue.rows(wanted)) == found


def test_nothing_wanted_is_everything_in_source_order(catalogue: Catalogue) -> None:
    assert catalogue.rows(Wanted()) == tuple(Row(entry) for entry in catalogue.corpus.entries)


def test_where_the_words_stand(catalogue: Catalogue) -> None:
    (row,) = catalogue.rows(Wanted("広島 呉 市民意識調査"))

    assert row.in_town == ((0, 1),)
    assert row.in_prefecture == ((0, 2),)
    assert [row.entry.text[start:end] for start, end in row.in_text] == ["呉", "市民意識調査"]


@pytest.mark.parametrize(
    ("sort", "towns"),
    [
        pytest.param("source", ["京都市", "福岡市", "熊本市"], id="資料の順"),
        pytest.param("region", ["市原市", "中野区", "座間市"], id="北から南へ"),
        pytest.param("reading", ["市原市", "宇和島市", "岡崎市"], id="五十音"),
        pytest.param("small", ["播磨町", "宇和島市", "座間市"], id="人口の少ない順"),
        pytest.param("large", ["福岡市", "京都市", "熊本市"], id="人口の多い順"),
    ],
)
def test_order(catalogue: Catalogue, sort: str, towns: list[str]) -> None:
    rows = catalogue.rows(Wanted(sort=sort))  # type: ignore[arg-type]

    assert [town.name for town in towns_of(rows)][:3] == towns


def test_every_order_has_every_row(catalogue: Catalogue) -> None:
    assert {len(catalogue.rows(Wanted(sort=sort))) for sort in SORTS} == {25}


def test_an_order_of_ones_own(catalogue: Catalogue) -> None:
    rows = catalogue.rows(Wanted("京都市"))

    assert in_order_of(["342025"], rows) == rows
    assert [town.name for town in towns_of(in_order_of(["342025"], catalogue.rows(Wanted())))][:2] == ["呉市", "京都市"]


@pytest.mark.parametrize(
    ("wanted", "conditions"),
    [
        pytest.param(Wanted("存在しない語"), ("words",), id="言葉だけ"),
        pytest.param(Wanted("調査", Limits(regions=("四国",))), ("words", "regions"), id="どちらか"),
        pytest.param(Wanted("", Limits(regions=("四国",), kinds=("町",))), ("regions", "kinds"), id="地域か種類"),
        pytest.param(Wanted("存在しない語", Limits(regions=("四国",), kinds=("町",))), (), id="1つでは足りない"),
        pytest.param(Wanted("中野区", Limits(theme="platform")), ("words", "theme"), id="行のないテーマ"),
        pytest.param(Wanted("中野区", statuses=("complete",)), ("words", "statuses"), id="本文の有無"),
    ],
)
def test_which_condition_keeps_everything_out(
    catalogue: Catalogue, wanted: Wanted, conditions: tuple[str, ...]
) -> None:
    assert catalogue.rows(wanted) == ()
    assert catalogue.loosened(wanted) == conditions


def test_the_statuses_that_occur(catalogue: Catalogue) -> None:
    assert catalogue.statuses == ("complete", "partial", "missing", "reference")


def test_an_excerpt_begins_with_the_text_or_shortly_before_the_first_word(catalogue: Catalogue) -> None:
    (kure,), (tottori,) = catalogue.rows(Wanted("市民意識調査")), catalogue.rows(Wanted("つながりサポーター"))
    (blank,) = catalogue.rows(Wanted("市原市", Limits(theme="general")))

    assert excerpt(kure) == (0, 90)
    start, end = excerpt(tottori)
    assert end - start == 90
    assert "つながりサポーター" in tottori.entry.text[start:end]
    assert excerpt(blank) == (0, 0)


@pytest.mark.parametrize(
    ("spans", "joined"),
    [
        pytest.param([[(0, 2)], [(1, 3)]], ((0, 3),), id="重なり"),
        pytest.param([[(0, 2)], [(2, 3)]], ((0, 3),), id="隣り合わせ"),
        pytest.param([[(4, 5)], [(0, 1)]], ((0, 1), (4, 5)), id="離れている"),
        pytest.param([[(0, 5)], [(1, 2)]], ((0, 5),), id="中に含む"),
        pytest.param([], (), id="なし"),
    ],
)
def test_spans_are_merged(spans: list[list[tuple[int, int]]], joined: tuple[tuple[int, int], ...]) -> None:
    assert merged(spans) == joined


@settings(deadline=None)  # the first look through all rows makes them ready
@given(
    words=st.text(),
    statuses=st.lists(st.sampled_from(["complete", "partial", "missing", "reference"])),
    sort=st.sampled_from(SORTS),
)
def test_no_input_breaks_the_catalogue(words: str, statuses: list[TextStatus], sort: str) -> None:
    for row in CATALOGUE.rows(Wanted(words, Limits(), tuple(statuses), sort)):  # type: ignore[arg-type]
        for start, end in row.in_text:
            assert 0 <= start < end <= len(row.entry.text)
