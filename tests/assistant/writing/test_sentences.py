"""A model's text, cut into sentences of plain words with the numbers that they cite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing.sentences import Written, is_japanese, sentences_of, whole_sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("京都市は調べました[1]。", [("京都市は調べました。", (1,))], id="句点の前の番号"),
        pytest.param(
            "京都市は調べました。[1] 呉市も調べました。[2][3]",
            [("京都市は調べました。", (1,)), ("呉市も調べました。", (2, 3))],
            id="句点のあとの番号",
        ),
        pytest.param("調べた［１、２］。", [("調べた。", (1, 2))], id="全角の番号"),
        pytest.param("調べた。\n\n[4]\n", [("調べた。", (4,))], id="次の行の番号"),
        pytest.param(
            "「まず。次に。」と書いています[1]。", [("「まず。次に。」と書いています。", (1,))], id="かぎ括弧の中の句点"
        ),
        pytest.param("- **調査** [1]\n- 会議 [2]", [("調査", (1,)), ("会議", (2,))], id="箇条書き"),
        pytest.param(
            '調べた<img src="https://example.com/x.png" onerror=alert(1)>[1]。![図](https://example.com/y.png)',
            [("調べた。", (1,))],
            id="画像とタグ",
        ),
        pytest.param("番号のない文。", [("番号のない文。", ())], id="番号なし"),
        pytest.param("  \n 。\n", [], id="何もない"),
    ],
)
def test_sentences(text: str, sentences: list[tuple[str, tuple[int, ...]]]) -> None:
    assert sentences_of(text) == tuple(Written(words, numbers) for words, numbers in sentences)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        pytest.param("調べ[1]、話した[2]。", [("調べ", (1,)), ("話した", (2,))], id="番号ごと"),
        pytest.param("調べ、話した[1][2]。", [("調べ、話した。", (1, 2))], id="番号は終わりだけ"),
        pytest.param("京都市[1]と呉市[2]は調べた。", [("京都市と呉市は調べた。", (1, 2))], id="番号のあとにも言葉"),
    ],
)
def test_a_sentence_claims_of_each_quote_what_stands_before_its_number(
    text: str, claims: list[tuple[str, tuple[int, ...]]]
) -> None:
    (sentence,) = sentences_of(text)
    assert [(claim.text, claim.citations) for claim in sentence.claims] == claims


def test_of_a_text_that_is_still_written_only_whole_sentences_count() -> None:
    assert whole_sentences_of("京都市は調べました[1]。呉市") == (Written("京都市は調べました。", (1,)),)
    assert whole_sentences_of("京都市") == ()


@given(st.text(max_size=200))
def test_any_text_gives_sentences_without_tags_or_markers(text: str) -> None:
    for sentence in (*sentences_of(text), *whole_sentences_of(text)):
        assert "[1]" not in sentence.text
        assert "<script>" not in sentence.text


@pytest.mark.parametrize(
    ("text", "japanese"),
    [
        pytest.param("京都市は調べました。", True, id="日本語"),
        pytest.param("Kyoto did a survey.", False, id="英語"),
        pytest.param("京都市进行了调查。", False, id="中国語"),
        pytest.param("", False, id="空"),
    ],
)
def test_japanese_is_told_by_its_kana(text: str, japanese: bool) -> None:
    assert is_japanese(text) is japanese
