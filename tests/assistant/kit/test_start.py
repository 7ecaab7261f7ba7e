"""The start script, on a small kit (see conftest): no network, an empty HOME, a path with blanks and Japanese."""

import hashlib
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.kit.folder import Contents, write_folder

fcntl = pytest.importorskip("fcntl", reason="start.sh は Windows では使いません")

LINUX = sys.platform == "linux"
NO_NETWORK = ("unshare", "-rn", "sh", "-c", 'ip link set lo up 2>/dev/null; exec "$@"', "sh") if LINUX else ()
INSTALLING = [
    "配布物を確かめています 0 %",
    "配布物を確かめています 100 %",
    "置き場所を作っています 0 %",
    "置き場所を作っています 100 %",
    "部品を入れています 0 %",
    "部品を入れています 100 %",
    "モデルと索引を置いています 0 %",
    "モデルと索引を置いています 100 %",
]
FIRST = "はじめての準備をします（数分）。2回目からは、すぐに始まります。外との通信はしません。"
UPDATING = "新しい配布物に入れ替えます（数分）。取り込んだ資料や設定は、そのまま残ります。"
STARTING = "画面を開く準備をしています"
READY = "質問に答えられます。終わるときは、この画面を閉じるか、Ctrl と C を同時に押してください。"


def bare(home: Path) -> dict[str, str]:
    """The environment of someone who has nothing but a Python."""
    home.mkdir(exist_ok=True)
    return {
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin:/usr/sbin:/sbin",
        "LANG": "C.UTF-8",
    }


@contextmanager
def started(kit: Path, home: Path, before: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """The lines that the start script says until questions can be answered; the chat runs meanwhile."""
    command = [*before, str(kit / "start.sh"), "--no-browser"]
    process = subprocess.Popen(command, env=bare(home), stdout=subprocess.PIPE, encoding="utf-8", cwd=home)
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if lines[-1] in (READY, "") or lines[-1].startswith("もう動いています"):
                break
        yield lines
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def said(kit: Path, home: Path, *arguments: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [str(kit / "start.sh"), *arguments], env=bare(home), capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def shown(kit: Path) -> str:
    """What the page that is open says: the stand-in's version."""
    with urllib.request.urlopen((kit / "data" / "address").read_text(encoding="utf-8")) as page:
        return str(page.read().decode())


def files(folder: Path) -> dict[str, str]:
    """Path → digest of all that lies in a folder, but data/."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder): path for path in paths}
    return {
        str(name): hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in names.items()
        if name.parts[0] != "data"
    }


def test_the_first_start_needs_no_network_and_writes_into_one_folder(kit, tmp_path):
    before, home = files(kit), tmp_path / "home"
    with started(kit, home, NO_NETWORK) as lines:
        assert lines[:-4] == [FIRST, *INSTALLING]
        assert lines[-4] == STARTING
        assert lines[-3].startswith("ブラウザーで開きました：http://127.0.0.1:")
        assert lines[-2:] == ["質問に答える準備をしています（もう質問を書けます）", READY]
    assert files(kit) == before
    assert list(home.iterdir()) == []
    assert sorted(path.name for path in kit.iterdir()) == ["SHA256SUMS", "data", "parts", "start.sh", "はじめに.html"]
    assert not (kit / "data" / "temporary").exists()
    assert not (kit / "data" / "address").exists()


def test_the_second_start_installs_nothing_and_a_running_chat_is_opened_again(kit, tmp_path):
    with started(kit, tmp_path / "home"):
        pass
    with started(kit, tmp_path / "home") as lines:
        assert lines[0] == STARTING
        url = (kit / "data" / "address").read_text(encoding="utf-8")
        assert said(kit, tmp_path / "home", "--no-browser") == (0, [f"もう動いています。ブラウザーで開きます：{url}"])


def test_accounts_are_made_with_the_kits_own_program_in_its_own_folder(kit, tmp_path):
    status, lines = said(kit, tmp_path / "home", "account", "add", "山田")
    assert (status, lines[-1]) == (0, "account add 山田 home")


def test_a_new_kit_over_an_old_one_keeps_what_the_user_has(kit, contents: Callable[..., Contents], tmp_path):
    kept = {
        "corpora/kodoku/log.jsonl": "取り込んだ資料",
        "corpora/kenmin/manifest.toml": "県の資料",
        ".env": "MAZUIPPO_CONTACT_MONTHS=6",
        "workshop/boards.json": "班のボード",
        "index/kodoku/chroma.sqlite3": "使っている索引",
    }
    with started(kit, tmp_path / "home"):
        assert shown(kit) == "1.0"
    home = kit / "data" / "home"
    for name, content in kept.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(content, encoding="utf-8")
    new = tmp_path / "new"
    new.mkdir()
    write_folder(contents("2.0"), new)
    shutil.copytree(new, kit, dirs_exist_ok=True)  # as unpacking over it does
    with started(kit, tmp_path / "home") as lines:
        assert lines[:-4] == [UPDATING, *INSTALLING]
        assert shown(kit) == "2.0"
    assert {name: (home / name).read_text(encoding="utf-8") for name in kept} == kept
    assert (home / "models/multilingual-e5-small/1_Pooling/config.json").read_text() == "the model of 2.0"
    assert (home / "index/kodoku.samples.npz").read_text() == "the vectors of 2.0"
    assert files(kit) == files(new)  # nothing of the old kit is left


def test_an_installation_that_was_cut_short_is_begun_anew(kit, tmp_path):
    half = kit / "data" / "python" / "lib" / "half.py"
    half.parent.mkdir(parents=True)
    half.write_text("half a f")
    with started(kit, tmp_path / "home") as lines:
        assert lines[:-4] == [FIRST, *INSTALLING]
    assert not half.exists()


def test_while_another_start_prepares_the_second_waits_its_turn(kit, tmp_path):
    (kit / "data").mkdir()
    with (kit / "data" / "lock").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        sentence = "ほかの画面で準備をしています。そちらが終わるまでお待ちください。"
        assert said(kit, tmp_path / "home") == (1, [sentence])
    assert not (kit / "data" / "python").exists()


@pytest.mark.parametrize("name", ["mazuippo.json", "1_Pooling/config.json"])
def test_a_model_that_was_lost_is_put_back_at_the_next_start(kit, tmp_path, name):
    with started(kit, tmp_path / "home"):
        pass
    lost = kit / "data" / "home" / "models" / "multilingual-e5-small" / name
    before = lost.read_bytes()
    lost.unlink()
    with started(kit, tmp_path / "home") as lines:
        assert lines[0] == STARTING
        assert lost.read_bytes() == before


def test_without_its_data_folder_a_kit_is_as_it_came(kit, tmp_path):
    before = files(kit)
    with started(kit, tmp_path / "home"):
        pass
    shutil.rmtree(kit / "data")
    assert {str(path.relative_to(kit)) for path in kit.rglob("*") if path.is_file()} == before.keys()


def test_a_kit_that_was_moved_starts_from_where_it_lies(kit, tmp_path):
    with started(kit, tmp_path / "home"):
        pass
    kit = kit.rename(tmp_path / "移した先")
    with started(kit, tmp_path / "home") as lines:
        assert lines[0] == STARTING
        assert lines[-1] == READY


@pytest.mark.parametrize("name", ["parts/index/kodoku.samples.npz", "parts/ライセンス一覧.csv"])
@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["gone", "cut off"])
def test_a_kit_that_is_not_whole_is_told_and_nothing_is_installed(kit, tmp_path, name, harm):
    harm(kit / name)
    sentence = f"配布物の一部が欠けているか、壊れています（{name}）。配布元の zip から、もう一度取り出してください。"
    assert said(kit, tmp_path / "home") == (1, [FIRST, INSTALLING[0], sentence])
    assert said(kit, tmp_path / "home", "--check") == (1, [INSTALLING[0], sentence])
    assert not (kit / "data" / "python").exists()


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum がない環境です")
def test_what_sha256sum_says_of_a_whole_kit(kit, tmp_path):
    done = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=kit, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
    count = len((kit / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert said(kit, tmp_path / "home", "--check") == (
        0,
        [*INSTALLING[:2], f"配布物は、配られたときのままです（{count} 個のファイル）。"],
    )


def test_where_there_is_no_python_the_way_to_one_is_shown(kit, tmp_path):
    (tmp_path / "bin").mkdir()
    for tool in ("dirname", "cat", "sh"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    done = subprocess.run(
        [str(kit / "start.sh")], env={"PATH": str(tmp_path / "bin")}, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (kit / "parts" / "no-python.txt").read_text(encoding="utf-8")


def test_another_python_is_told_which_one_is_wanted(kit, tmp_path):
    manifest = kit / "parts" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"python": "3', '"python": "9'), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-B", str(kit / "parts" / "start.py")], capture_output=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.decode().startswith("Python 9.")


def test_a_folder_that_cannot_be_written_is_told(kit, tmp_path):
    (kit / "data").write_bytes(b"")
    status, (sentence,) = said(kit, tmp_path / "home")
    assert status == 1
    assert sentence.startswith(f"「{kit / 'data'}」に書き込めませんでした")


def test_redirected_into_a_file_on_a_japanese_windows_it_is_cp932(kit):
    (kit / "SHA256SUMS").write_text("0  parts/無い.txt\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-B", str(kit / "parts" / "start.py"), "--check"],
        env={"PYTHONIOENCODING": "cp932"},
        capture_output=True,
        check=False,
    )
    assert done.stdout.decode("cp932").splitlines() == [
        INSTALLING[0],
        "配布物の一部が欠けているか、壊れています（parts/無い.txt）。配布元の zip から、もう一度取り出してください。",
    ]
