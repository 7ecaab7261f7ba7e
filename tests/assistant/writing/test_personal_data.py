"""What looks like the record of a person's case stays on the machine."""

import json
from pathlib import Path

import pytest

from assistant.writing.personal_data import signs_of_a_person

QUESTIONS = Path(__file__).parents[2] / "data/eval/dev_questions.jsonl"


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        pytest.param("山田太郎さん、昭和30年4月1日生、090-1234-5678", ("phone", "birthday", "name"), id="氏名と電話"),
        pytest.param("佐藤様のご家庭の件", ("name",), id="様"),
        pytest.param("本町1丁目にお住まいの方", ("address",), id="住所"),
        pytest.param("0857-22-8111に電話した方", ("phone",), id="電話"),
        pytest.param("令和5年4月1日から始めた例", (), id="日付だけ"),
        pytest.param("豊田市・福山市の例を", (), id="人名に似た市"),
    ],
)
def test_signs_of_a_person(text: str, signs: tuple[str, ...]) -> None:
    assert signs_of_a_person(text) == signs


def test_ordinary_questions_show_none() -> None:
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    assert [question for question in questions if signs_of_a_person(question)] == []
