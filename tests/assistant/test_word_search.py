"""Words are found in any width, kana and spelling, and their spans are those of the text as written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.word_search import WordSearch, folded
from corpus.glossary import Glossary

SEARCH = WordSearch(
    Glossary(variants=(("プラットフォーム", "PF", "platform"), ("NPO", "NPO法人"), ("孤独・孤立", "孤独孤立")))
)


def found(words: str, text: str) -> list[list[str]]:
    """For each word, what of the text matches it."""
    place = folded(text)
    return [[text[start:end] for start, end in place.spans(pattern)] for pattern in SEARCH.patterns(words)]


@pytest.mark.parametrize(
    ("words", "text", "matches"),
    [
        pytest.param("調査", "実態調査と意識調査", [["調査", "調査"]], id="すべての箇所"),
        pytest.param("会議　調査", "会議で調査", [["会議"], ["調査"]], id="全角の空白で2語"),
        pytest.param("会議 会議", "会議", [["会議"]], id="同じ語は1度"),
        pytest.param("ﾌﾟﾗｯﾄﾌｫｰﾑ", "プラットフォームを設置", [["プラットフォーム"]], id="半角カナで探す"),
        pytest.param("プラットフォーム", "ﾌﾟﾗｯﾄﾌｫｰﾑを設置", [["ﾌﾟﾗｯﾄﾌｫｰﾑ"]], id="半角カナの本文"),
        pytest.param("ぽっど", "ポッドキャスト", [["ポッド"]], id="ひらがなでカタカナを"),
        pytest.param("ＰＦ", "地方版PFと、platform", [["PF", "platform"]], id="全角英字と別の書き方"),
        pytest.param("プラットフォーム会議", "PF会議", [["PF会議"]], id="語の一部の別の書き方"),
        pytest.param("孤独孤立", "孤独・孤立対策", [["孤独・孤立"]], id="中点のあるなし"),
        pytest.param("npo", "NPO法人と協働", [["NPO法人"]], id="長いほうを取る"),
        pytest.param("pf", "jpfx", [[]], id="英字は単語として"),
        pytest.param("①", "1回", [["1"]], id="丸数字"),
        pytest.param("㈱", "(株)", [["(株)"]], id="1字が3字になる"),
        pytest.param("株", "㈱まち", [["㈱"]], id="3字になった1字の中"),
        pytest.param(".*", "調査", [[]], id="記号は記号"),
        pytest.param("  ", "調査", [], id="空白だけ"),
    ],
)
def test_what_matches(words: str, text: str, matches: list[list[str]]) -> None:
    assert found(words, text) == matches


@given(words=st.text(), text=st.text())
def test_no_input_breaks_the_search(words: str, text: str) -> None:
    place = folded(text)
    for pattern in SEARCH.patterns(words):
        assert isinstance(pattern, re.Pattern)
        assert all(0 <= start < end <= len(text) for start, end in place.spans(pattern))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=50))
def test_a_text_is_found_in_itself(text: str) -> None:
    plain = WordSearch(Glossary())
    (pattern, *others) = plain.patterns(text) or (re.compile(""),)

    assert others or not pattern.pattern or folded(text).spans(pattern)


def test_only_the_beginning_of_a_long_search_is_read() -> None:
    assert len(SEARCH.patterns("あ " * 5000)) == 1
    assert [len(pattern.pattern) for pattern in SEARCH.patterns("あ" * 5000)] == [200]
