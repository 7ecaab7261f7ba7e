"""What a search is limited to: by hand, and as a question was understood."""

from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.limits import BANDS, Limits, band_of, choices, limited, limits_of
from assistant.pipeline import Assistant
from assistant.query import Query
from corpus.library import Corpus, corpus_folder, load_corpus

KODOKU = load_corpus(corpus_folder("kodoku", Path()))
OFFERED = choices(KODOKU)


def names(limits: Limits, corpus: Corpus) -> list[str] | None:
    codes = limits.codes(corpus)
    return None if codes is None else [town.name for code, town in corpus.municipalities.items() if code in codes]


@pytest.mark.parametrize(
    ("limits", "towns"),
    [
        pytest.param(Limits(), None, id="しぼらない"),
        pytest.param(Limits(theme="platform"), None, id="テーマは場所をしぼらない"),
        pytest.param(Limits(regions=("中国",)), ["鳥取市", "呉市", "福山市"], id="地域"),
        pytest.param(Limits(regions=("中国", "四国")), ["鳥取市", "呉市", "福山市", "宇和島市"], id="2つの地域"),
        pytest.param(Limits(kinds=("町",)), ["播磨町"], id="種類"),
        pytest.param(Limits(sizes=("under_100k",)), ["播磨町", "宇和島市"], id="人口"),
        pytest.param(Limits(regions=("近畿",), sizes=("from_500k",)), ["京都市"], id="地域と人口"),
        pytest.param(Limits(regions=("四国",), kinds=("町",)), [], id="当てはまらない"),
    ],
)
def test_the_towns_within_limits(kodoku: Corpus, limits: Limits, towns: list[str] | None) -> None:
    assert names(limits, kodoku) == towns


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (0, "under_100k"),
        (99_999, "under_100k"),
        (100_000, "under_300k"),
        (499_999, "under_500k"),
        (500_000, "from_500k"),
    ],
)
def test_a_band_ends_below_its_figure(population: int, band: str) -> None:
    assert band_of(population) == band


@pytest.mark.parametrize(
    ("question", "limits"),
    [
        pytest.param("中国地方の市は何をしましたか", Limits(regions=("中国",)), id="地域"),
        pytest.param(
            "四国と九州のプラットフォームは?",
            Limits(regions=("九州", "四国"), theme="platform"),
            id="2つの地域とテーマ",
        ),
        pytest.param("政令指定都市の例は?", Limits(kinds=("政令指定都市",)), id="種類"),
        pytest.param("中核市のきっかけは?", Limits(kinds=("中核市",), aspect="reason"), id="種類と、ない欄"),
        pytest.param("広島県の例は?", Limits(), id="都道府県は、しぼりこみでは表せない"),
        pytest.param("呉市は?", Limits(), id="市の名前も"),
        pytest.param("何から始めればいい?", Limits(), id="条件なし"),
    ],
)
def test_how_a_question_was_understood_to_be_limited(words_only: Assistant, question: str, limits: Limits) -> None:
    understood = limits_of(words_only.understood(question), words_only.corpus)

    assert {*understood.regions} == {*limits.regions}
    assert (understood.kinds, understood.sizes) == (limits.kinds, limits.sizes)
    assert (understood.theme, understood.aspect) == (limits.theme, limits.aspect)


SOME = [
    Limits(regions=regions, kinds=kinds, sizes=sizes)
    for regions in chain.from_iterable(combinations(OFFERED.regions, n) for n in range(3))
    for kinds in [(), *((kind,) for kind in OFFERED.kinds)]
    for sizes in [(), *((size,) for size in BANDS)]
]


@given(limits=st.sampled_from(SOME))
def test_limits_read_back_from_a_query_hold_the_same_towns(limits: Limits) -> None:
    """Unless limits that leave nobody, or everybody: these cannot be told from none."""
    within = limited(Query(question="", intent="ask", search=""), limits, KODOKU)
    read = limits_of(within, KODOKU)

    assert read.codes(KODOKU) == limits.codes(KODOKU) or not limits.codes(KODOKU)


def test_limits_by_hand_replace_what_was_understood(assistant: Assistant) -> None:
    question = "中国地方で、今ある会議を使った例は?"
    *_, by_itself = assistant.stream(question)
    *_, by_hand = assistant.stream(question, limits=Limits(regions=("関東",)))
    *_, let_go = assistant.stream(question, limits=Limits())

    assert {c.municipality for c in by_itself.citations} == {"鳥取市", "福山市"}
    assert {c.municipality for c in by_hand.citations} == {"市原市"}
    assert "関東地方の3市区のうち" in by_hand.answer
    assert len({c.municipality for c in let_go.citations}) > 2


def test_a_theme_by_hand(assistant: Assistant) -> None:
    *_, answer = assistant.stream("今ある会議を使った例は?", limits=Limits(theme="general"))

    assert {citation.theme for citation in answer.citations} == {"general"}


def test_a_town_asked_for_by_name_stays_unless_it_is_left_out(words_only: Assistant) -> None:
    corpus, query = words_only.corpus, words_only.understood("呉市と京都市は?")
    towns = {town.name: code for code, town in corpus.municipalities.items()}

    within = limited(query, Limits(regions=("近畿",)), corpus)
    assert (within.named, within.allowed) == ((towns["京都市"],), frozenset({towns["京都市"]}))
    outside = limited(query, Limits(regions=("九州",)), corpus)
    assert (outside.named, outside.place) == ((), "九州地方")


def test_within_limits_that_hold_no_town_nothing_is_found(assistant: Assistant) -> None:
    *_, answer = assistant.stream("会議を使った例は?", limits=Limits(regions=("四国",), kinds=("町",)))

    assert answer.abstained
    assert answer.citations == ()


def test_choices_are_what_occurs(kodoku: Corpus) -> None:
    offered = choices(kodoku)

    assert offered == Limits(
        regions=("関東", "中部", "近畿", "中国", "四国", "九州"),
        kinds=("政令指定都市", "中核市", "特別区", "市", "町"),
        sizes=("under_100k", "under_300k", "under_500k", "from_500k"),
    )
    for field in ("regions", "kinds", "sizes"):
        assert all(names(Limits(**{field: (value,)}), kodoku) for value in getattr(offered, field))
