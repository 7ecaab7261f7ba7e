"""A prompt is text that is reviewed like code: its sections, its variables, and what comes of them."""

import pytest

from prompts.loader import PromptError, load_prompt

VARIABLES = frozenset({"sentences", "question", "mark", "evidence"})


def test_answer_prompt_fills_in_to_a_system_and_a_human_message() -> None:
    prompt = load_prompt("answer", VARIABLES)

    system, human = prompt.format_messages(
        sentences=5, question="何から始めましたか", mark="a1b2", evidence="[1] 呉市（全般）：{調査}を実施しました。"
    )

    assert system.type == "system"
    assert str(system.content).endswith("です・ます調の平易な日本語で、5文以内にまとめます。")
    assert human.type == "human"
    assert human.content == (
        "〈質問〉\n何から始めましたか\n\n〈資料 a1b2〉\n[1] 呉市（全般）：{調査}を実施しました。\n〈資料の終わり a1b2〉"
    )


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param(VARIABLES - {"mark"}, id="足りない"),
        pytest.param(VARIABLES | {"phone"}, id="余分"),
    ],
)
def test_other_variables_are_refused_by_name(variables: frozenset[str]) -> None:
    with pytest.raises(PromptError, match=r"answer\.md asks for \['evidence', 'mark', 'question', 'sentences'\]"):
        load_prompt("answer", variables)
