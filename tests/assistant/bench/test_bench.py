"""What is measured is measured of the real program; how large the figures are is nobody's promise here."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.bench import peers
from assistant.bench.bench import taken
from assistant.bench.chat import started_chat
from assistant.bench.generated import FILTERS
from assistant.bench.homes import generated_home, given_home
from assistant.bench.queries import measure_planted
from assistant.bench.report import JSON, MARKDOWN, PLOT, as_markdown, write_report
from assistant.bench.throughput import measure_throughput
from assistant.cli import main
from assistant.errors import BenchFailedError
from assistant.evaluation.labels import read_labels
from assistant.settings import Settings

PLANTED = {
    by: {
        "questions": 60,
        "ms": {
            step: {"p50": 1.5, "p95": 2.25}
            for step in ("understand", "embed", "retrieve", "select", "compose", "verify", "total", "rest")
        },
        "recall_5": 0.9,
        "recall_5_exact": 0.95,
    }
    for by in ("none", "town", "region", "theme")
}
LARGE = {
    "taken": {"at": "2026-11-27 15:00", "machine": "Linux", "cpu": "2 × A CPU", "mazuippo": "0.1.0"},
    "model": "usem3",
    "first_import": {"read": 11.0, "per_second": 150.0},
    "next_start": {"corpus_read": 1.5},
    "passages": 100_000,
    "towns": 1_741,
    "planted": PLANTED,
}


@pytest.fixture
def settings(built: Settings, tmp_path: Path) -> Settings:
    return built.model_copy(update={"home": tmp_path})


def test_a_made_up_corpus_is_filled_once_and_what_is_planted_found(settings: Settings) -> None:
    with generated_home(settings, 60) as (assistant, generated, filling):
        assert len(assistant.corpus.passages) == 60
        found = measure_planted(assistant, generated.questions)
    assert filling["first_import"]["passages"] == 60
    assert {by: one["questions"] for by, one in found.items()} == dict.fromkeys(FILTERS, 15)
    for by, one in found.items():
        assert one["recall_5"] == one["recall_5_exact"] > 0.5, by
        assert 0 < one["ms"]["embed"]["p50"] <= one["ms"]["total"]["p95"]
    with generated_home(settings, 60) as (_, _, again):
        assert again["first_import"] == filling["first_import"]


def test_many_users_of_a_real_chat(
    built: Settings, with_index: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.bench.throughput._SECONDS", 1.0)
    variables = {"MAZUIPPO_HOME": str(with_index(tmp_path)), "MAZUIPPO_EMBEDDING_MODEL": built.embedding_model}
    with started_chat(variables) as chat:
        assert 0 < chat.port_open < chat.page_served < chat.answers_ready
        assert chat.resident_mb() > 100
        with pytest.raises(BenchFailedError):
            chat.ask("")
        found = measure_throughput(chat, ["呉市は?", "京都市は?"])
    assert {users: one["errors"] for users, one in found.items()} == {"1": 0, "8": 0, "32": 0}
    assert all(one["answers_per_second"] > 0 for one in found.values())


def test_ours_speaks_the_protocol_of_the_peers(
    built: Settings, settings: Settings, with_samples: Callable[[Path], Path]
) -> None:
    with_samples(settings.home)
    own = given_home(settings)
    corpus = own.read_corpus()
    labels = [one for one in read_labels(built.questions) if one.must and not one.history][:5]
    ids = {(entry.theme, entry.municipality.name): entry.id for entry in corpus.entries}
    found = peers.measured_system(peers.OURS, None, own, Path("-"), labels, ids)
    assert found["recall_5"] >= 0.8
    assert found["resident_mb"] > 100
    assert 0 < found["ms"]["p50"] <= found["ms"]["p95"]


def test_a_report_is_three_files_and_keeps_what_was_measured_before(tmp_path: Path) -> None:
    write_report({"10000": {**LARGE, "passages": 10_000}}, tmp_path)
    write_report({"100000": LARGE}, tmp_path)
    assert list(json.loads((tmp_path / JSON).read_text(encoding="utf-8"))) == ["10000", "100000"]
    assert (tmp_path / MARKDOWN).read_text(encoding="utf-8") == as_markdown(
        {"100000": LARGE, "10000": {**LARGE, "passages": 10_000}}
    )
    assert "10,000\n" not in (tmp_path / PLOT).read_text(encoding="utf-8")
    assert (tmp_path / PLOT).read_text(encoding="utf-8").startswith("<?xml")


def test_the_tables_of_one_size() -> None:
    told = as_markdown({"100000": LARGE}).split("\n\n")
    assert told[3:5] == ["## 100,000 件", "2026-11-27 15:00、Linux、2 × A CPU、mazuippo 0.1.0"]
    assert told[-1].splitlines()[:3] == [
        "| narrowed by | recall@5 | exact | rest p50 ms | rest p95 ms | embed p50 ms | embed p95 ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| none | 0.9 | 0.95 | 1.5 | 2.25 | 1.5 | 2.25 |",
    ]


def test_figures_say_when_and_on_what_they_were_taken() -> None:
    assert {"at", "machine", "cpu", "mazuippo", "chromadb"} <= taken().keys()


def test_a_size_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bench", "--size", "7"])
    assert ended.value.code == 2
    assert "--size" in capsys.readouterr().err
