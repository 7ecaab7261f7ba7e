"""`mazuippo eval`: what it prints, and its exit status."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import main

SMOKE = Path(__file__).parents[2] / "data/eval/smoke_squad.json"


@pytest.fixture(autouse=True)
def _home(
    monkeypatch: pytest.MonkeyPatch,
    model_folder: Path,
    with_index: Callable[[Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.getbasetemp() / "eval-home"
    monkeypatch.setenv("MAZUIPPO_HOME", str(home if home.exists() else with_index(home)))
    monkeypatch.setenv("MAZUIPPO_EMBEDDING_MODEL", str(model_folder))


def test_a_report_and_the_bars_it_is_held_against(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "labels.jsonl"
    labels = [
        {"id": "1", "kind": "single", "question": "市民意識調査をした市は?", "must": [["general", "呉市"]]},
        {"id": "2", "kind": "other_town", "question": "奈良市の例は?", "expect_abstain": True},
    ]
    file.write_text("\n".join(json.dumps(label, ensure_ascii=False) for label in labels), encoding="utf-8")

    status = main(["eval", str(file), "--json", "--fail-under", "first_hit=1", "--fail-under", "abstain=1.5"])

    said = capsys.readouterr()
    report = json.loads(said.out)
    assert status == 1
    assert said.err == "目標に届きません：abstain 1.000（目標 1.5）\n"
    assert report["questions"] == 2
    assert report["figures"]["first_hit"] == {"value": 1.0, "low": 1.0, "high": 1.0, "hits": 1, "of": 1}
    assert report["retrieval"].keys() == {"dense", "lexical", "fused", "full"}
    assert report["retrieval"]["full"]["mrr_10"] == 1
    assert report["latency_ms"].keys() == {"p50", "p95", "p50_beside_embedding"}

    assert main(["eval", str(file), "--fail-under", "first_hit=1"]) == 0
    assert "| first_hit | 1.000 (1.00–1.00) | 1/1 |" in capsys.readouterr().out


def test_a_question_answering_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--squad", str(SMOKE), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 12


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["nope.jsonl"], "ファイル「nope.jsonl」を読めません", id="ファイルがない"),
        pytest.param(["--squad", "nope.json"], "ファイル「nope.json」を読めません", id="SQuADのファイルがない"),
        pytest.param(["--squad", __file__], "SQuAD 1.1 の形の JSON として読めません", id="SQuADでない"),
        pytest.param([__file__], "1行目、「-」が正しくありません", id="正解つきの質問でない"),
        pytest.param(["--fail-under", "must_recal=1"], "「must_recal=1」は、目標値として読めません", id="知らない名前"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["eval", *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_a_file_and_squad_together_are_wrong_usage() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["eval", "a.jsonl", "--squad", "b.json"])
    assert caught.value.code == 2
