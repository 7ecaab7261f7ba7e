"""Answers that are tables: towns side by side, and rows by how far they say that they have come."""

import pytest

from assistant.answer import Answer
from assistant.pipeline import Assistant


def table(answer: Answer) -> list[list[str]]:
    """The cells of the answer's table, its heading first."""
    lines = [line for line in answer.answer.splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_a_count_goes_by_explicit_words_and_says_what_is_not_known(words_only: Assistant) -> None:
    answer = words_only.ask("議会で「PFを設置した市はどのくらいあるのか」と聞かれました。何市ですか")

    assert answer.answer.startswith(
        "この資料からは「何市」と言い切れません。〈プラットフォーム〉の欄がある11市町のうち、"
        "設置したと書いているのは市原市・春日井市（2市）です。"
    )
    assert table(answer) == [
        ["本文から読めること", "市区町村と引用"],
        ["設置したと書いている", "市原市 [1]・春日井市 [2]"],
        ["未設置と書いている", "福山市 [3]"],
        ["そこまでは本文から分からない", "京都市 [4]・福岡市 [5]・熊本市 [6]・岡崎市 [7]・播磨町 [8]"],
        ["別の欄を見るよう書いている", "宇和島市 [9]"],
        ["本文がない", "豊田市 [10]・鳥取市 [11]"],
    ]
    assert [gap.text for gap in answer.gaps][:2] == [
        "この資料の〈プラットフォーム〉の表に、中野区・座間市・呉市の行はありません"
        "（取り組んでいないという意味ではありません）。",
        "国の事業に採択された14市区町村の声であり、全国の数ではありません（令和7年10月末日時点）。",
    ]


@pytest.mark.parametrize(
    ("question", "lead", "towns"),
    [
        pytest.param(
            "プラットフォームをまだ設置していない市は?",
            "未設置と書いているのは、福山市（1市）です。ほかの市区町村がどうかは、本文からは分かりません。",
            ["福山市"],
            id="書いている市がある",
        ),
        pytest.param(
            "四国でPFをまだ設置していない市は?",
            "未設置と書いているところは、四国の欄にはありません。済んでいるかどうかは、本文からは分かりません。",
            [],
            id="四国にはない",
        ),
    ],
)
def test_who_has_not_is_who_says_so(words_only: Assistant, question: str, lead: str, towns: list[str]) -> None:
    answer = words_only.ask(question)

    assert answer.answer.startswith(lead)
    assert [citation.municipality for citation in answer.citations] == towns
    assert not answer.abstained


def test_two_towns_side_by_side_theme_by_theme(words_only: Assistant) -> None:
    answer = words_only.ask("呉市と福山市を比べて")

    heading, general, platform = table(answer)
    assert heading == ["テーマ", "呉市", "福山市"]
    assert general[0] == "全般"
    assert general[1].endswith("[1]")
    assert general[2].endswith("[2]")
    assert platform == ["プラットフォーム", "行がありません", "本市では、地方版PFは未設置です。 [3]"]
    assert [(gap.kind, gap.municipality) for gap in answer.gaps] == [("no_row", "呉市"), ("partial", "福山市")]


def test_side_by_side_a_blank_row_is_cited_and_a_reference_followed(words_only: Assistant) -> None:
    answer = words_only.ask("宇和島市と豊田市のプラットフォームを比べて")

    assert [(c.n, c.municipality, c.theme, c.text_status) for c in answer.citations] == [
        (1, "宇和島市", "platform", "reference"),
        (2, "豊田市", "platform", "missing"),
        (3, "宇和島市", "general", "complete"),
        (4, "豊田市", "general", "missing"),
    ]
    assert table(answer)[1] == [
        "プラットフォーム",
        "【孤独・孤立対策全般】参照 [1]",
        "（受け取った資料では本文がありません） [2]",
    ]
    assert table(answer)[2][2] == "（受け取った資料では本文がありません） [4]"


def test_quotes_in_a_table_cannot_end_a_cell(words_only: Assistant) -> None:
    answer = words_only.ask("岡崎市と座間市を比べて")

    assert {len(row) for row in table(answer)} == {3}
