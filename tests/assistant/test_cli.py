"""The program as a process: what it prints, where, and how it ends."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, with_samples: Callable[[Path], Path]) -> Path:
    return with_samples(tmp_path_factory.mktemp("home"))


@pytest.fixture
def run(home: Path, model_folder: Path) -> Run:
    """Runs `mazuippo` with a home of its own; more variables by `env`, other programs by `before`."""

    def run(
        *arguments: str, env: dict[str, str] | None = None, stdin: str | None = None, before: tuple[str, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        variables = os.environ | {"MAZUIPPO_HOME": str(home), "MAZUIPPO_EMBEDDING_MODEL": str(model_folder)}
        return subprocess.run(
            [*before, sys.executable, "-P", "-m", "assistant", *arguments],
            env=variables | (env or {}),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    return run


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1]


def test_help_imports_nothing_heavy() -> None:
    code = textwrap.dedent(
        """
        import sys
        from assistant.cli import main
        try:
            main(["--help"])
        except SystemExit:
            pass
        heavy = {"torch", "gradio", "chromadb", "langchain", "langchain_core", "transformers", "pydantic", "numpy"}
        print(sorted(heavy & set(sys.modules)))
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

    assert last_line(done.stdout) == "[]"
    assert done.stdout.startswith("使い方: mazuippo")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["ask"], "質問か --batch を指定してください", id="質問がない"),
        pytest.param(["ask", "呉市", "--batch", "q.jsonl"], "--batch は、質問や --follow と", id="質問とbatch"),
        pytest.param(
            ["ask", "--batch", "q.jsonl", "--follow", "呉市"], "--batch は、質問や --follow と", id="followとbatch"
        ),
        pytest.param(["ask", "呉市", "--mode", "poem"], "使い方が違います", id="知らないmode"),
        pytest.param([], "使い方が違います", id="コマンドがない"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, arguments: list[str], sentence: str) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert sentence in last_line(done.stderr)
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "env", "sentence"),
    [
        pytest.param(["ask", " \u3000"], {}, "質問が空です。", id="空の質問"),
        pytest.param(["ask", "あ" * 2001], {}, "質問が長すぎます（2001文字）。", id="長い質問"),
        pytest.param(
            ["ask", "--batch", "/nowhere/q.jsonl"], {}, "ファイル「/nowhere/q.jsonl」を読めません", id="無いファイル"
        ),
        pytest.param(["ask", "呉市", "--corpus", "nope"], {}, "その名前の資料はありません", id="無い資料"),
        pytest.param(["ask", "呉市", "--corpus", "../x"], {}, "その名前の資料はありません", id="資料の名前に道"),
        pytest.param(["ask", "呉市"], {"MAZUIPPO_HOME": "/proc/nowhere"}, "に書き込めません", id="書けない場所"),
        pytest.param(["setup"], {"MAZUIPPO_HOME": "/dev/null/x"}, "に書き込めません", id="フォルダーでない場所"),
    ],
)
def test_what_the_user_can_mend_ends_with_1_and_a_sentence(
    run: Run, arguments: list[str], env: dict[str, str], sentence: str
) -> None:
    done = run(*arguments, env=env)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_answer_as_text(run: Run) -> None:
    done = run("ask", "呉市はまず何をしましたか")

    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith("呉市が「まず始めたこと」として書いているのは、次のとおりです。")
    assert "【問合せ先】" in done.stdout


def test_an_answer_as_json_has_the_fields_of_the_contract(run: Run) -> None:
    done = run("ask", "そこの連絡先は?", "--follow", "市民意識調査をした市は?", "--json")

    answer = json.loads(done.stdout)
    assert list(answer) == [
        "schema_version",
        "id",
        "question",
        "answer",
        "mode",
        "fallback_reason",
        "abstained",
        "citations",
        "gaps",
        "suggestions",
        "notes",
        "timings_ms",
        "next_questions",
    ]
    (citation,) = answer["citations"]
    assert {**citation, "quote": None} == {
        "n": 1,
        "entry_id": "342025-呉市-general-first_step",
        "municipality": "呉市",
        "prefecture": "広島県",
        "theme": "general",
        "aspect": "first_step",
        "quote": None,
        "start": 0,
        "end": 111,
        "text_status": "complete",
        "refers_to": None,
        "contact": {
            "status": "see_source",
            "department": None,
            "phone": None,
            "fax": None,
            "email": None,
            "url": citation["contact"]["url"],
            "source_url": None,
            "as_of": None,
            "confirmed_by": None,
            "check_from": None,
        },
        "source": {
            "title": "地方公共団体担当者へのアドバイス~まず始めたこと~",
            "url": "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/advice2.html",
            "as_of": "令和7年10月末日",
        },
    }
    assert list(answer["timings_ms"]) == ["understand", "embed", "retrieve", "select", "compose", "verify", "total"]


def test_explain_adds_what_was_understood(run: Run) -> None:
    query = json.loads(run("ask", "中国地方でアンケートをした市は?", "--explain").stdout)["query"]

    assert query["allowed"] == ["鳥取市", "呉市", "福山市"]
    assert query["evidence"][0]["entry_id"] == "342025-呉市-general-first_step"


def test_a_batch_with_a_bad_line_ends_with_1_and_answers_the_rest(run: Run) -> None:
    done = run("ask", "--batch", "-", stdin='{"id": "a", "question": "呉市は?"}\nnope\n{"question": "福山市は?"}\n')

    assert done.returncode == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["id"], "error" in line) for line in lines] == [("a", False), (2, True), (3, False)]


def test_an_empty_batch_is_done_at_once(run: Run) -> None:
    done = run("ask", "--batch", "-", stdin="")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_output_is_utf_8_on_a_cp932_console(run: Run) -> None:
    done = run("ask", "呉市はまず何をしましたか", env={"PYTHONIOENCODING": "cp932", "LC_ALL": "C"})

    assert done.stdout.startswith("呉市が")


def test_a_second_start_embeds_nothing(run: Run) -> None:
    run("setup")

    assert last_line(run("setup").stderr) == "準備ができました（追加 0、変更 0、削除 0）。"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda folder: (folder / "chroma.sqlite3").write_bytes(b"garbage" * 999), id="sqliteがごみ"),
        pytest.param(lambda folder: os.truncate(folder / "chroma.sqlite3", 20_000), id="sqliteが途中まで"),
    ],
)
def test_a_corrupt_store_is_set_aside_and_built_anew(
    run: Run, with_samples: Callable[[Path], Path], tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    env = {"MAZUIPPO_HOME": str(with_samples(tmp_path))}
    before = run("ask", "呉市は何をしましたか", "--json", env=env)
    damage(tmp_path / "index/kodoku")

    done = run("ask", "呉市は何をしましたか", "--json", env=env)

    assert done.returncode == 0
    assert "索引のファイルが壊れていたため" in done.stderr
    assert json.loads(done.stdout)["citations"] == json.loads(before.stdout)["citations"]
    assert len(list((tmp_path / "index").glob("kodoku.broken-*"))) == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda folder: (folder / "model.safetensors").unlink(), id="重みがない"),
        pytest.param(lambda folder: os.truncate(folder / "model.safetensors", 1000), id="重みが途中まで"),
        pytest.param(lambda folder: (folder / "config.json").write_text("{"), id="設定が壊れた"),
    ],
)
def test_without_a_usable_model_words_alone_answer_and_say_so(
    run: Run, model_folder: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    broken = tmp_path / "model"
    shutil.copytree(model_folder, broken)
    damage(broken)

    done = run("ask", "市民意識調査をした市は?", "--json", env={"MAZUIPPO_EMBEDDING_MODEL": str(broken)})

    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert "言葉の一致だけで探しています" in done.stderr
    assert any("言葉の一致だけで探しています" in note for note in answer["notes"])
    assert answer["citations"][0]["municipality"] == "呉市"
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_no_outside_host_is_needed(run: Run) -> None:
    """In a network namespace that holds nothing but loopback, the answer is the same."""
    with_network = run("ask", "呉市は何をしましたか", "--json")

    done = run(
        "ask",
        "呉市は何をしましたか",
        "--json",
        before=("unshare", "-rn", "sh", "-c", 'ip link set lo up 2>/dev/null; exec "$@"', "sh"),
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["citations"] == json.loads(with_network.stdout)["citations"]
