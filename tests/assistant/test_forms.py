"""The same evidence in another form: 表にして, 短く, 原文を全部, どこに書いてある."""

import pytest

from assistant.pipeline import Assistant

QUESTION = "既存の会議を生かした例は?"


def rows(assistant: Assistant, question: str, *history: str) -> list[tuple[str, str]]:
    return list(dict.fromkeys((c.municipality, c.theme) for c in assistant.ask(question, history).citations))


@pytest.mark.parametrize("form", ["表にして", "短くして", "原文を全部見せて", "どこに書いてある?"])
def test_a_form_changes_nothing_of_the_evidence(assistant: Assistant, form: str) -> None:
    assert rows(assistant, form, QUESTION) == rows(assistant, QUESTION)


def test_as_a_table(assistant: Assistant) -> None:
    answer = assistant.ask("表にして", [QUESTION])

    lines = [line for line in answer.answer.splitlines() if line.startswith("| ")]
    assert lines[:2] == ["| 市区町村 | 欄 | 引用 |", "| --- | --- | --- |"]
    assert [line.split(" | ")[0] for line in lines[2:]] == [f"| {c.municipality}" for c in answer.citations]


def test_in_brief(assistant: Assistant) -> None:
    answer = assistant.ask("3行で", [QUESTION])

    lines = [line for line in answer.answer.splitlines() if line.startswith("- ") and "[" in line]
    assert len(lines) == len(answer.citations) <= 3
    for line, citation in zip(lines, answer.citations, strict=True):
        beginning = line.removeprefix("- ").split(f" [{citation.n}]")[0]
        assert citation.quote is not None
        assert " ".join(citation.quote.split()).startswith(beginning.removesuffix("…"))


def test_the_whole_text(assistant: Assistant) -> None:
    answer = assistant.ask("原文を全部見せて", ["岡崎市のプラットフォームは?"])

    quoted = {citation.entry_id: citation.quote for citation in answer.citations}
    assert quoted == {id_: entry.text for id_ in quoted if (entry := assistant.corpus.entry(id_))}
    assert len(quoted) == 1


def test_where_it_is_written(assistant: Assistant) -> None:
    answer = assistant.ask("それはどこに書いてありますか", ["市民意識調査をした市は?"])

    assert (
        "- [1] 呉市（全般）：「地方公共団体担当者へのアドバイス~まず始めたこと~」の〈全般〉の表、「まず始めたこと」の欄"
        in answer.answer
    )


def test_a_form_in_the_question_itself(assistant: Assistant) -> None:
    answer = assistant.ask("既存の会議を生かした例を表にまとめてください")

    assert "| 市区町村 | 欄 | 引用 |" in answer.answer
    assert not answer.abstained


def test_a_form_of_an_answer_that_abstains_is_that_answer(assistant: Assistant) -> None:
    assert assistant.ask("表にして", ["奈良市の例は?"]).abstained
