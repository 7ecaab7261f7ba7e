"""What is measured: marks of one answer, ranks, intervals; the same figures as the given script's."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.errors import FigureUnknownError, FileUnreadableError, LabelWrongError
from assistant.evaluation.intervals import interval
from assistant.evaluation.labels import Label, read_labels
from assistant.evaluation.marks import FIGURES, marks, summed
from assistant.evaluation.ranking import ranking_figures
from assistant.evaluation.report import read_bars, short_of
from assistant.pipeline import Assistant
from corpus.library import Corpus

SHARED = Path(__file__).parents[4] / "shared"
OWN = Path(__file__).parents[2] / "data/eval/dev_questions.jsonl"


def marked(answer: Answer, corpus: Corpus, **label: object) -> dict[str, tuple[int, int]]:
    return summed(
        [marks(Label.model_validate({"id": "t", "kind": "single", "question": "?", **label}), answer, corpus)]
    )


def test_the_marks_of_one_answer(words_only: Assistant, kodoku: Corpus) -> None:
    answer = words_only.ask("市民意識調査をした市は?")
    assert next((c.theme, c.municipality) for c in answer.citations) == ("general", "呉市")
    rows = len({citation.entry_id for citation in answer.citations})
    quotes = len(answer.citations)

    found = marked(
        answer,
        kodoku,
        must=[["general", "呉市"], ["general", "福岡市"]],
        quote_any=["市民意識調査"],
        only=["呉市"],
        expect_all=["呉市"],
        say=["呉市"],
        never=["そのような文はない"],
    )

    assert found == {
        "must_recall": (1, 2),
        "must_recall_lay": (1, 2),
        "first_hit": (1, 1),
        "precision": (1, rows),
        "only": (int(rows == 1), 1),
        "quote_hit": (1, 1),
        "verbatim": (quotes, quotes),
        "status": (quotes, quotes),
        "markers": (1, 1),
        "false_abstain": (0, 1),
        "contact_invented": (0, quotes + 1),
        "listed_all": (1, 1),
        "said": (1, 1),
        "kept_silent": (1, 1),
    }


@pytest.mark.parametrize(
    ("question", "label", "figure", "share"),
    [
        pytest.param("中野区は何を?", {"gaps": [["general", "中野区"]]}, "gaps_told", (2, 2), id="本文のない行"),
        pytest.param("呉市は何を?", {"gaps": [["general", "中野区"]]}, "gaps_told", (0, 1), id="別の市を答えた"),
        pytest.param("奈良市の例は?", {"expect_abstain": True}, "abstain", (1, 1), id="資料にない市"),
        pytest.param("呉市の例は?", {"expect_abstain": True}, "abstain", (0, 1), id="答えてしまった"),
        pytest.param("奈良市の例は?", {"must": [["general", "呉市"]]}, "false_abstain", (1, 1), id="答えなかった"),
        pytest.param("呉市が苦労したこと", {"expect_aspect": "reflection"}, "aspect_told", (1, 1), id="ない欄を言った"),
        pytest.param("呉市は何を?", {"expect_aspect": "reflection"}, "aspect_told", (0, 1), id="ない欄を言わない"),
        pytest.param("呉市の連絡先は?", {"contact_of": ["呉市"]}, "must_recall", (1, 1), id="問合せ先"),
        pytest.param("春日井市は何県?", {"expect_prefecture": {"春日井市": "愛知県"}}, "prefecture", (1, 1), id="何県"),
    ],
)
def test_one_figure(
    words_only: Assistant, kodoku: Corpus, question: str, label: dict[str, object], figure: str, share: tuple[int, int]
) -> None:
    assert marked(words_only.ask(question), kodoku, **label)[figure] == share


def test_a_quote_that_is_not_in_the_row_and_a_contact_that_no_register_has(
    words_only: Assistant, kodoku: Corpus
) -> None:
    answer = words_only.ask("呉市は何を?")
    first = answer.citations[0]
    forged = answer.model_copy(
        update={
            "answer": answer.answer + "電話は 0823-25-3103 です。",
            "citations": (
                first.model_copy(
                    update={"quote": "この市は日本一です。", "contact": first.contact.model_copy(update={"phone": "1"})}
                ),
                *answer.citations[1:],
            ),
        }
    )

    found = marked(forged, kodoku)

    assert found["verbatim"][0] == found["verbatim"][1] - 1
    assert found["contact_invented"][0] == 2


def test_ranks() -> None:
    label = Label(id="t", kind="single", question="?", must=(("a", "甲"), ("a", "乙")), relevant=(("b", "丙"),))

    figures = ranking_figures(label, [("a", "丁"), ("a", "甲"), ("b", "丙"), ("a", "戊"), ("a", "己"), ("a", "乙")])

    assert figures == {
        "recall_1": 0,
        "recall_5": 0.5,
        "mrr_10": 0.5,
        "ndcg_10": pytest.approx((1 / 1.584963 + 1 / 2 + 1 / 2.807355) / (1 + 1 / 1.584963 + 1 / 2)),
    }


@given(st.lists(st.integers(0, 3).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=1))
def test_an_interval_holds_between_nothing_and_all(counts: list[tuple[int, int]]) -> None:
    hits, of = zip(*counts, strict=True)
    if sum(of):
        low, high = interval(hits, of)
        assert 0 <= low <= high <= 1
        assert interval(hits, of) == (low, high)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        pytest.param("[]", "-", id="オブジェクトでない"),
        pytest.param('{"kind": "single", "question": "?"}', "id", id="idがない"),
        pytest.param('{"id": "1", "kind": "single", "question": "?", "mst": []}', "mst", id="知らない項目"),
        pytest.param('{"id": "1", "kind": "single", "question": "?", "must": ["呉市"]}', "must", id="行でない"),
    ],
)
def test_a_wrong_label_is_told_by_file_line_and_field(tmp_path: Path, line: str, field: str) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text('{"id": "0", "kind": "single", "question": "?"}\n' + line, encoding="utf-8")

    with pytest.raises(LabelWrongError) as caught:
        read_labels(file)

    assert caught.value.facts == {"file": "labels.jsonl", "row": "2", "field": field}


def test_a_file_of_labels_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError):
        read_labels(tmp_path / "nope.jsonl")


def test_bars() -> None:
    bars = read_bars(["must_recall=0.9", "false_abstain=0.02", "mrr_10=.95"])
    assert bars == {"must_recall": 0.9, "false_abstain": 0.02, "mrr_10": 0.95}

    assert list(short_of(bars, {"must_recall": 0.91, "false_abstain": 0.03})) == [
        "目標に届きません：false_abstain 0.030（目標 0.02）",
        "目標に届きません：mrr_10 -（目標 0.95）",
    ]
    for wrong in ("must_recall", "must_recall=x", "nope=1"):
        with pytest.raises(FigureUnknownError):
            read_bars([wrong])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the given script lies beside the repository only where it is built")
def test_the_figures_are_those_of_the_given_script(words_only: Assistant, kodoku: Corpus, tmp_path: Path) -> None:
    given_questions = SHARED / "eval/dev_questions.jsonl"
    assert OWN.read_bytes() == given_questions.read_bytes()
    labels = read_labels(OWN)
    answers = [words_only.ask(label.question, label.history) for label in labels]
    lines = [
        answer.model_copy(update={"id": label.id}).as_json() for label, answer in zip(labels, answers, strict=True)
    ]
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    script = [sys.executable, SHARED / "eval/score.py", file, SHARED / "source/advice2.txt", given_questions]
    said = subprocess.run(script, capture_output=True, text=True, check=False, encoding="utf-8").stdout
    theirs = {line.split()[0]: line.split("(")[1].split(")")[0] for line in said.splitlines() if ")  bar" in line}

    ours = summed([marks(label, answer, kodoku) for label, answer in zip(labels, answers, strict=True)])

    assert {name: f"{hits}/{of}" for name, (hits, of) in ours.items()} == {n: theirs[n] for n in FIGURES if n in theirs}
