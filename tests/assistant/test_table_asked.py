"""Questions about the table itself: answered by what a reviewer found in the source, with the gaps told."""

import pytest

from assistant.pipeline import Assistant

GENERAL, PLATFORM = "general", "platform"
BLANK = {("市原市", GENERAL), ("中野区", GENERAL), ("豊田市", GENERAL), ("播磨町", GENERAL)}
CUT_SHORT = {
    ("座間市", GENERAL),
    ("岡崎市", GENERAL),
    ("春日井市", GENERAL),
    ("岡崎市", PLATFORM),
    ("福山市", PLATFORM),
}


def rows(assistant: Assistant, question: str) -> set[tuple[str, str]]:
    return {(citation.municipality, citation.theme) for citation in assistant.ask(question).citations}


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("「参照」とだけ書いてある市はどこですか", {("宇和島市", PLATFORM), ("宇和島市", GENERAL)}),
        ("本文が空の市はどこ?", BLANK | {("豊田市", PLATFORM), ("鳥取市", PLATFORM)}),
        ("全般の表で何も書いていない自治体は?", BLANK),
        ("立上げの表の県名がまちがっている市は?", {("春日井市", PLATFORM), ("豊田市", PLATFORM)}),
        ("立ち上げの表にない市は?", {("中野区", GENERAL), ("座間市", GENERAL), ("呉市", GENERAL)}),
        ("中国地方で本文がない市は?", {("鳥取市", PLATFORM)}),
        ("四国で本文がない市は?", set()),
    ],
)
def test_the_rows_that_are_as_the_question_says(
    words_only: Assistant, question: str, cited: set[tuple[str, str]]
) -> None:
    assert rows(words_only, question) == cited
    assert not words_only.ask(question).abstained


@pytest.mark.parametrize("question", ["途中で切れている市は?", "文章が尻切れの欄はどれ?", "続きがありそうな欄は?"])
def test_of_rows_that_are_cut_short_the_end_is_quoted(words_only: Assistant, question: str) -> None:
    answer = words_only.ask(question)

    assert rows(words_only, question) == CUT_SHORT
    assert {(gap.municipality, gap.theme) for gap in answer.gaps if gap.kind == "partial"} == CUT_SHORT
    quotes = {(c.municipality, c.theme): c.quote for c in answer.citations}
    assert (quotes["岡崎市", PLATFORM] or "").endswith("の周知・広報を大切にしています。")


def test_a_row_that_is_only_a_reference_is_answered_by_the_whole_other_row(words_only: Assistant) -> None:
    reference, target = words_only.ask("「参照」の一言で済ませている市は?").citations

    assert reference.quote == "【孤独・孤立対策全般】参照"
    assert (target.quote or "").startswith("新たに支援メニューを増やす")
    assert (target.quote or "").endswith("実施した最初の取り組みであります。")


def test_a_table_without_a_row_means_nothing_else(words_only: Assistant) -> None:
    answer = words_only.ask("プラットフォームの行がない市町村を教えて")

    assert answer.answer.startswith(
        "この資料の〈プラットフォーム〉の表に、中野区・座間市・呉市の行はありません（取り組んでいないという意味ではありません）。"
    )
    assert ("no_row", PLATFORM) in [(gap.kind, gap.theme) for gap in answer.gaps]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("中身がなくなって動いていない会議を使い回した例はありますか", id="中身のない会議"),
        pytest.param("途中で終わってしまった事業はありますか", id="途中で終わった事業"),
        pytest.param("問合せ先が空欄の市は?", id="問合せ先"),
        pytest.param("プラットフォームがまだない市は?", id="まだない"),
        pytest.param("福山市の文は途中で切れていますか", id="町を名指しする"),
    ],
)
def test_what_only_sounds_like_a_question_about_the_table(words_only: Assistant, question: str) -> None:
    assert words_only.understood(question).table_matter is None
