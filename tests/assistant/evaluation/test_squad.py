"""Question-answering sets in SQuAD form, on a small set of our own with the real model."""

import json
from pathlib import Path

import pytest

from assistant.errors import FileNotSquadError, FileUnreadableError
from assistant.evaluation.squad import measure_squad, read_squad
from assistant.pipeline import Assistant

SMOKE = Path(__file__).parents[2] / "data/eval/smoke_squad.json"


def test_the_paragraphs_and_the_questions_that_have_an_answer() -> None:
    paragraphs, questions = read_squad(SMOKE)

    assert (len(paragraphs), len(questions)) == (6, 12)
    assert all(answer in paragraphs[asked.paragraph] for asked in questions for answer in asked.answers)


def test_nearly_every_paragraph_is_found_and_its_answer_quoted(assistant: Assistant) -> None:
    assert assistant.meaning is not None

    found = measure_squad(SMOKE, assistant.meaning.encoder)

    assert found.keys() == {
        "passage_recall_1",
        "passage_recall_5",
        "mrr_10",
        "answer_in_quote",
        "questions",
        "seconds",
    }
    assert found["questions"] == 12
    assert found["passage_recall_1"] >= 11 / 12
    assert found["passage_recall_5"] == 1
    assert found["answer_in_quote"] >= 10 / 12


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("[", id="JSONでない"),
        pytest.param("[]", id="dataがない"),
        pytest.param('{"data": []}', id="質問がない"),
        pytest.param(
            '{"data": [{"paragraphs": [{"context": "文。", "qas": [{"question": "?", "answers": []}]}]}]}',
            id="答えがない",
        ),
        pytest.param(json.dumps({"data": [{"paragraphs": [{"context": "文。"}]}]}), id="qasがない"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "squad.json"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(FileNotSquadError):
        read_squad(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError):
        read_squad(tmp_path / "nope.json")
