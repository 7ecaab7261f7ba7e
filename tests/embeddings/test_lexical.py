"""Search by words: which spellings are one word, which words count, and how a text is weighed."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.glossary import Glossary
from embeddings.lexical import LexicalIndex, Terms

TERMS = Terms(
    Glossary(
        variants=(
            ("プラットフォーム", "プラットホーム", "PF", "platform"),
            ("ポッドキャスト", "ポットキャスト", "podcast"),
            ("社会福祉協議会", "社協"),
            ("孤立", "isolation"),
        )
    )
)


@pytest.mark.parametrize(
    ("text", "unified"),
    [
        pytest.param("PFの設置", "プラットフォームの設置", id="略語"),
        pytest.param("ＰＦの設置", "プラットフォームの設置", id="全角の略語"),
        pytest.param("地方版pf", "地方版プラットフォーム", id="小文字"),
        pytest.param("ﾌﾟﾗｯﾄﾌｫｰﾑ", "プラットフォーム", id="半角カナ"),
        pytest.param("ﾌﾟﾗｯﾄﾎｰﾑ", "プラットフォーム", id="半角カナの異表記"),
        pytest.param("Platformの例", "プラットフォームの例", id="英語"),
        pytest.param("platforms", "platforms", id="英語の一部は別の語"),
        pytest.param("PFI事業", "PFI事業", id="略語の一部は別の語"),
        pytest.param("ポットキャスト", "ポッドキャスト", id="元の文の誤記"),
        pytest.param("ポッドキャスト", "ポッドキャスト", id="正しい綴り"),
        pytest.param("社協とPFとpodcast", "社会福祉協議会とプラットフォームとポッドキャスト", id="いくつも"),
        pytest.param("", "", id="空"),
    ],
)
def test_variants_are_folded_into_the_first_of_their_group(text, unified):
    assert TERMS.unified(text) == unified


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("PF", "プラットフォーム", id="PF"),
        pytest.param("ﾌﾟﾗｯﾄﾌｫｰﾑ", "platform", id="半角と英語"),
        pytest.param("ポットキャストで配信", "ポッドキャストで配信", id="ポットキャスト"),
        pytest.param("社協", "社会福祉協議会", id="社協"),
    ],
)
def test_a_variant_finds_its_fellows_both_ways(one, other):
    assert TERMS(one) == TERMS(other) != []


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("会議と調査", ["会議", "調査"], id="助詞は落ちる"),
        pytest.param("これはどのような会議ですか。", ["会議"], id="代名詞と助動詞と記号は落ちる"),
        pytest.param("しかし、会議", ["会議"], id="接続詞は落ちる"),
        pytest.param("会議を会議に", ["会議", "会議"], id="繰り返しは残る"),
        pytest.param("呼びかけた", TERMS("呼び掛ける"), id="活用と表記"),
        pytest.param("です、ます。", [], id="何も残らない"),
        pytest.param("!?🙂…", [], id="記号だけ"),
        pytest.param("", [], id="空"),
    ],
)
def test_only_words_that_carry_meaning_count(text, terms):
    assert TERMS(text) == terms


@given(st.text(max_size=40))
@example("ısolation")
@example("PLATFORM İsolation ﬀ")
def test_any_text_has_terms(text):
    """Letters whose lower case is not what a search that ignores case takes for it (Turkish ı) do no harm."""
    assert all(isinstance(term, str) for term in TERMS(text))
    assert TERMS.unified(TERMS.unified(text)) == TERMS.unified(text)


def test_each_spelling_of_the_corpuss_glossary_is_read_as_its_group(kodoku):
    terms = Terms(kodoku.glossary)
    wrong = [
        (spelling, group[0])
        for group in kodoku.glossary.variants
        for spelling in group
        if terms(spelling) != terms(group[0])
    ]
    assert wrong == []


# ---- BM25 ----------------------------------------------------------------------------------------------------------

INDEX = LexicalIndex([["会議", "調査"], ["会議", "会議", "設置"], ["周知"], []])


@pytest.mark.parametrize(
    ("terms", "order"),
    [
        pytest.param(["会議"], [1, 0], id="繰り返すほう"),
        pytest.param(["調査", "会議"], [0, 1], id="珍しい語のあるほう"),
        pytest.param(["周知"], [2], id="1つだけ"),
        pytest.param(["周知", "知らない"], [2], id="知らない語は数えない"),
        pytest.param(["知らない"], [], id="知らない語だけ"),
        pytest.param([], [], id="語なし"),
    ],
)
def test_the_texts_that_share_words_best_first(terms, order):
    scores = INDEX.scores(terms)
    assert [int(i) for i in np.argsort(-scores, kind="stable") if scores[i] > 0] == order
    assert scores.shape == (4,)


def test_a_long_text_is_not_favoured_over_a_short_one_with_the_same_word():
    short, long = LexicalIndex([["会議"], ["会議", *"いろはにほ"], ["別"]]).scores(["会議"])[:2]
    assert short > long > 0


def test_which_words_are_known():
    assert (INDEX.knows("会議"), INDEX.knows("知らない")) == (True, False)


@pytest.mark.parametrize("texts", [pytest.param([], id="文なし"), pytest.param([[], []], id="語のない文だけ")])
def test_where_there_are_no_words_nothing_is_found(texts):
    index = LexicalIndex(texts)
    assert not index.knows("会議")
    assert index.scores(["会議"]).tolist() == [0.0] * len(texts)
