"""What a machine does to a program: disks that fill, folders that vanish, files that rot, clocks that go back.

After each the question is answered, and all that a user brought in is still there, once.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from corpus.librarian import Librarian
from corpus.library import corpus_folder
from tests.prove.conftest import Note
from tests.prove.writing import TOWNS, contact, settings_of, sheet
from tests.serving import served

QUESTION = "豊橋市は何から始めましたか"
PROGRAM = [sys.executable, "-P", "-m", "assistant"]
linux = pytest.mark.skipif(sys.platform != "linux", reason="mounts in a namespace of their own are Linux's")


@pytest.fixture
def home(with_index: Callable[[Path], Path], tmp_path: Path) -> Path:
    """With an import, a contact, and an index that was made before them."""
    home = with_index(tmp_path / "home")
    librarian = settings_of(home).librarian()
    librarian.accept(librarian.propose(sheet(1)))
    librarian.keep_contacts([contact(1)])
    return home


@pytest.fixture(autouse=True)
def _nothing_is_lost(home: Path) -> Iterator[None]:
    yield
    corpus, imports = settings_of(home).read_corpus(), settings_of(home).librarian().imports()
    assert [one.note.files[0].name for one in imports][:1] == ["0001.csv"]
    assert sum(entry.municipality.name in TOWNS for entry in corpus.entries) == len(TOWNS)
    assert [row.phone for row in corpus.register.rows] == ["0823-25-0001"]


def run(home: Path, model: Path | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"MAZUIPPO_HOME": str(home)}
    variables["MAZUIPPO_EMBEDDING_MODEL"] = str(model) if model else ""
    return subprocess.run(
        [*PROGRAM, *arguments], env=variables, capture_output=True, encoding="utf-8", check=False, timeout=300
    )


def answered(home: Path, model: Path | None) -> list[str]:
    """The towns cited, and the notes, in an answer of the command."""
    done = run(home, model, "ask", QUESTION, "--json")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    answer = json.loads(done.stdout)
    assert [one["municipality"] for one in answer["citations"]] == ["豊橋市"]
    return list(answer["notes"])


def truncate(index: Path) -> None:
    file = index / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[:5000])


def garble(index: Path) -> None:
    for file in index.rglob("*"):
        if file.is_file():
            data = bytearray(file.read_bytes())
            data[100:] = bytes((value * 7 + 13) % 256 for value in data[100:])
            file.write_bytes(data)


@pytest.mark.parametrize("damage", [truncate, garble, shutil.rmtree], ids=["途中で切れた", "化けた", "消えた"])
def test_an_index_that_rots_is_built_anew(home: Path, model_folder: Path, damage: Callable[[Path], None]) -> None:
    answered(home, model_folder)
    damage(home / "index" / "kodoku")
    answered(home, model_folder)
    assert answered(home, model_folder) == []


def test_an_index_that_another_program_locks_costs_no_answer(home: Path, model_folder: Path) -> None:
    answered(home, model_folder)
    with closing(sqlite3.connect(home / "index" / "kodoku" / "chroma.sqlite3")) as other:
        other.execute("BEGIN EXCLUSIVE")
        answered(home, model_folder)
        other.rollback()
    assert answered(home, model_folder) == []


def test_a_model_that_rots_is_made_anew(home: Path, model_folder: Path) -> None:
    shutil.copytree(model_folder, home / "models" / model_folder.name)
    weights = next((home / "models" / model_folder.name).rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:10_000])
    assert answered(home, None) == []


def test_a_model_of_ones_own_that_rots_leaves_the_words(home: Path, model_folder: Path, tmp_path: Path) -> None:
    own = shutil.copytree(model_folder, tmp_path / "own")
    weights = next(own.rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:10_000])
    (note,) = answered(home, own)
    assert note == "意味で探すためのモデルか索引が使えないため、言葉の一致だけで探しています。"


def test_a_folder_that_vanishes_under_a_running_server(home: Path, model_folder: Path) -> None:
    variables = {"MAZUIPPO_HOME": str(home), "MAZUIPPO_EMBEDDING_MODEL": str(model_folder)}
    with served(variables) as (address, _):
        assert asked(address) == ["豊橋市"]
        shutil.rmtree(home / "index")
        for _ in range(5):
            assert asked(address) == ["豊橋市"]
    assert answered(home, model_folder) == []


def asked(address: str) -> list[str]:
    body = json.dumps({"question": f"{QUESTION} {time.monotonic()}"}).encode()
    with urllib.request.urlopen(f"{address}/api/ask", body) as answer:
        return [one["municipality"] for one in json.load(answer)["citations"]]


def test_a_clock_that_goes_back_changes_no_order(home: Path) -> None:
    now = datetime.now().astimezone()
    library = settings_of(home).library
    for number, days in enumerate((0, -400, -800), 2):
        librarian = Librarian(corpus_folder("kodoku", Path()), library, lambda days=days: now + timedelta(days=days))
        librarian.accept(librarian.propose(sheet(number)))
    imports = settings_of(home).librarian().imports()
    assert [one.number for one in imports] == [1, 2, 3, 4]
    texts = {entry.text for entry in settings_of(home).read_corpus().entries}
    assert f"{TOWNS[0]}は第4回の話し合いから始めました。" in texts
    settings_of(home).librarian().undo(4)
    texts = {entry.text for entry in settings_of(home).read_corpus().entries}
    assert f"{TOWNS[0]}は第3回の話し合いから始めました。" in texts


@linux
@pytest.mark.parametrize(
    ("state", "told"), [("size=4m", "空き容量"), ("ro", "書き込めません")], ids=["いっぱい", "書けない"]
)
def test_a_disk_that_takes_nothing_more(
    home: Path, model_folder: Path, tmp_path: Path, note: Note, state: str, told: str
) -> None:
    """In a mount namespace of its own: the home moves to a small disk, which is filled, or made read-only."""
    (tmp_path / "2.csv").write_bytes(sheet(2)[0].data)
    fill = "dd if=/dev/zero of=$MAZUIPPO_HOME/fill bs=1k 2>/dev/null; " if state != "ro" else ""
    size = state if state != "ro" else "size=200m"
    program = " ".join(PROGRAM)
    script = f"""
set -u
mkdir {tmp_path}/small && mount -t tmpfs -o {size} none {tmp_path}/small || exit 9
cp -r {home}/corpora {tmp_path}/small/
export MAZUIPPO_HOME={tmp_path}/small
{fill}
[ {state} = ro ] && mount -o remount,ro {tmp_path}/small
{program} corpus add {tmp_path}/2.csv --yes >{tmp_path}/out 2>{tmp_path}/err; echo $?
{program} corpus log --json | {sys.executable} -c 'import json,sys; print(len(json.load(sys.stdin)))'
[ {state} = ro ] && mount -o remount,rw {tmp_path}/small
rm -f {tmp_path}/small/fill
{program} corpus list --json | {sys.executable} -c 'import json,sys; print(json.load(sys.stdin)["imports"])'
"""
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        env=os.environ | {"MAZUIPPO_EMBEDDING_MODEL": str(model_folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.stdout.split() == ["1", "1", "1"], done.stderr
    error = (tmp_path / "err").read_text(encoding="utf-8")
    assert told in error
    assert "Traceback" not in error
    note(f"disk {state}", {"lost": 0})
