"""`mazuippo corpus …` as it is typed: what it prints, what it leaves, how it ends."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"
PAGES = DATA / "corpus"


def mazuippo(home: Path, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit status, stdout and stderr; on words alone, since no model is there."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "assistant", *map(str, arguments)],
        env={**os.environ, "MAZUIPPO_HOME": str(home), "MAZUIPPO_EMBEDDING_MODEL": str(home / "none")},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr


def test_without_yes_and_without_a_terminal_only_a_preview_is_printed(tmp_path: Path) -> None:
    status, shown, said = mazuippo(tmp_path, "corpus", "add", PAGES / "advice2.html")
    assert status == 1
    assert shown.startswith("追加 0件、変更 11件、削除 0件、問合せ先 7件、取り込めない行 0件\n")
    assert "advice2.html 7行目 春日井市：「愛媛県」とありますが、愛知県です" in shown
    assert "--yes" in said
    assert not (tmp_path / "corpora" / "kodoku" / "imports").exists()


def test_added_logged_compared_asked_exported_and_undone(tmp_path: Path) -> None:
    bad = tmp_path / "事例.csv"
    bad.write_text("市区町村,テーマ,本文\n豊橋市,全般,試験用の文。\nほげ市,全般,文。\n", encoding="utf-8")
    assert mazuippo(tmp_path, "corpus", "add", PAGES / "advice1.html", "--yes")[0] == 0
    status, out, said = mazuippo(tmp_path, "corpus", "add", bad, "--yes", "--json")
    report = json.loads(out)
    assert status == 1
    assert (report["added"], report["changed"], report["removed"], report["id"], report["applied"]) == (
        1,
        0,
        0,
        2,
        True,
    )
    assert [(r["file"], r["row"], r["column"], r["code"]) for r in report["rejected"]] == [
        ("事例.csv", 3, "本文", "municipality_unknown")
    ]
    assert report["unknown_towns"] == ["ほげ市"]
    assert "1件は取り込んでいません" in said
    log = json.loads(mazuippo(tmp_path, "corpus", "log", "--json")[1])
    assert [(one["id"], one["files"][0]["name"], one["files"][0]["rows"]) for one in log] == [
        (1, "advice1.html", 25),
        (2, "事例.csv", 1),
    ]
    answer = json.loads(mazuippo(tmp_path, "ask", "--json", "取り組むきっかけは何でしたか")[1])
    assert {citation["aspect"] for citation in answer["citations"]} == {"reason"}
    assert mazuippo(tmp_path, "corpus", "export", tmp_path / "a.jsonl")[0] == 0
    assert len((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()) == 51
    assert mazuippo(tmp_path, "corpus", "undo", "1")[1].startswith("取り込み 1 を取り消しました")
    status, _, said = mazuippo(tmp_path, "corpus", "undo", "1")
    assert (status, said) == (
        1,
        "取り込み 1 は、ありません（ある番号：2）。「mazuippo corpus log」で確かめてください。\n",
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["corpus"], 2),
        (["corpus", "add"], 2),
        (["corpus", "add", "なし.html"], 1),
        (["corpus", "add", "https://example.com/"], 1),
        (["corpus", "diff", "1", "x"], 2),
        (["corpus", "diff", "0", "9"], 1),
        (["corpus", "export", "a.txt"], 1),
        (["corpus", "list", "--corpus", "なし"], 1),
    ],
)
def test_what_is_wrong_is_said_in_japanese(tmp_path: Path, arguments: list[str], status: int) -> None:
    found, out, said = mazuippo(tmp_path, *arguments)
    assert found == status
    assert out == ""
    assert "Traceback" not in said
    assert any("ぁ" <= character <= "ん" for character in said)


def test_contacts_come_in_whole_or_not_at_all(tmp_path: Path) -> None:
    register = tmp_path / "問合せ先.csv"
    head = "市区町村,担当部署,電話,確認元のURL,時点\n"
    register.write_text(f"{head}呉市,試験福祉課,12,https://example.jp/,令和8年4月1日\n", encoding="cp932")
    status, _, said = mazuippo(tmp_path, "corpus", "contacts", "import", register)
    assert status == 1
    assert "問合せ先.csv 2行目 呉市「電話」：電話番号の形ではありません（例：03-1234-5678）" in said
    register.write_text(f"{head}呉市,試験福祉課,0823-00-0003,https://example.jp/,令和8年4月1日\n", encoding="cp932")
    assert mazuippo(tmp_path, "corpus", "contacts", "import", register)[0] == 0
    assert mazuippo(tmp_path, "corpus", "contacts", "export", tmp_path / "b.csv")[0] == 0
    assert "0823-00-0003" in (tmp_path / "b.csv").read_text(encoding="utf-8-sig")


def test_another_corpus_is_a_folder_chosen_by_its_name(tmp_path: Path) -> None:
    folder = DATA / "corpora" / "bousai"
    (tmp_path / "corpora" / "bousai").mkdir(parents=True)
    for name in ("manifest.toml", "topics.toml"):
        shutil.copy(folder / name, tmp_path / "corpora" / "bousai")
    of_bousai = ("--corpus", "bousai")
    assert mazuippo(tmp_path, "corpus", "add", folder / "事例.csv", "--yes", *of_bousai)[0] == 0
    listed = json.loads(mazuippo(tmp_path, "corpus", "list", "--json", *of_bousai)[1])
    assert (listed["corpora"], listed["corpus"]) == (["bousai", "kodoku"], "bousai")
    answer = json.loads(mazuippo(tmp_path, "ask", "--json", "播磨町の訓練の取組は?", *of_bousai)[1])
    assert [(c["municipality"], c["theme"], c["aspect"]) for c in answer["citations"]] == [("播磨町", "drill", "step")]
    lesson = json.loads(mazuippo(tmp_path, "ask", "--json", "学んだことは何ですか", *of_bousai)[1])
    assert {c["aspect"] for c in lesson["citations"]} == {"lesson"}
    kodoku = json.loads(mazuippo(tmp_path, "ask", "--json", "豊橋市の取組は?")[1])
    assert kodoku["abstained"]
