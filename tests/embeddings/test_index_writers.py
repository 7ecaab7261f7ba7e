"""Who may write the index of a corpus, and where; what the others do meanwhile."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

import embeddings.index
from embeddings.errors import HomeUnwritableError, IndexBusyError
from embeddings.index import VectorIndex
from embeddings.store import Changes
from tests.embeddings.indexes import collections, found_ids, ids

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent

# ---- nowhere to write ----------------------------------------------------------------------------------------------


def test_a_file_in_place_of_the_folder(folder, corpus, encoder, notices):
    folder.write_text("ファイル")
    with pytest.raises(HomeUnwritableError):
        VectorIndex(folder, corpus, encoder.fingerprint).prepare(encoder, notices.append)
    assert (folder.read_text(), notices) == ("ファイル", [])


PREPARE = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(HERE)!r}]
from pathlib import Path
from conftest import GramEncoder
from corpus.library import corpus_folder, load_corpus
from embeddings.errors import EmbeddingError
from embeddings.index import VectorIndex
corpus, encoder = load_corpus(corpus_folder("kodoku", Path())), GramEncoder()
def prepare(folder):
    index = VectorIndex(Path(folder), corpus, encoder.fingerprint)
    try:
        print(index.prepare(encoder, lambda notice: print(notice, flush=True)).added, len(encoder.embedded), flush=True)
    except EmbeddingError as error:
        print(type(error).__name__, flush=True)
    return index
"""
MAY_MOUNT = (
    sys.platform == "linux"
    and bool(shutil.which("unshare"))
    and subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode == 0
)


@pytest.mark.skipif(not MAY_MOUNT, reason="unshare -rm に対応していない環境です")
def test_a_full_or_read_only_disk_is_told_again_and_again_and_nothing_is_set_aside(tmp_path):
    """Full from the start, while writing, while Chroma tidies up; and read-only. One process tries each twice."""
    homes = {"64k": "64k", "400k": "400k", "500k": "500k", "readonly": "9m"}
    mounts = "".join(f"mkdir {home} && mount -t tmpfs -o size={size} none {home} && " for home, size in homes.items())
    tries = "for home in sys.argv[1:] * 2:\n    prepare(f'{home}/index')\n"
    (tmp_path / "prepare.py").write_text(PREPARE + tries, encoding="utf-8")
    script = (
        f"{mounts} mount -o remount,ro readonly && {sys.executable} prepare.py {' '.join(homes)} && ls -1 *k readonly"
    )
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    told, listing = run.stdout.splitlines()[:8], set(run.stdout.splitlines()[8:])
    assert told == ["HomeUnwritableError"] * 8, run.stderr
    assert listing == {*(f"{home}:" for home in homes), "index", "index.lock", "index.opening", ""}


# ---- one writer at a time ------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(folder) -> Iterator[FileLock]:
    """The lock, as another process would hold it."""
    lock = FileLock(folder.with_suffix(".lock"), thread_local=False)
    lock.acquire()
    yield lock
    lock.release()


def test_while_another_process_writes_the_old_state_answers_at_once(opened, request, corpus, smaller, encoder, notices):
    opened(corpus, encoder)[0].close()
    encoder.embedded.clear()
    request.getfixturevalue("elsewhere")

    began = time.monotonic()
    index, changes = opened(smaller, encoder)

    assert time.monotonic() - began < 1
    assert (changes, encoder.embedded, notices) == (Changes(), [], ["index_old_state"])
    assert found_ids(index, encoder) == ids(corpus) & ids(smaller)


def test_a_current_index_asks_for_no_lock(opened, request, corpus, encoder, notices):
    opened(corpus, encoder)[0].close()
    request.getfixturevalue("elsewhere")
    index, _ = opened(corpus, encoder)
    assert notices == []
    assert found_ids(index, encoder) == ids(corpus)


@pytest.mark.parametrize(
    "old", [pytest.param(None, id="何もない"), pytest.param("other_encoder", id="別のモデルのもの")]
)
def test_without_an_old_state_one_waits_and_then_says_that_it_is_busy(
    opened, request, corpus, encoder, notices, monkeypatch, old
):
    if old:
        opened(corpus, request.getfixturevalue(old))[0].close()
    request.getfixturevalue("elsewhere")
    monkeypatch.setattr(embeddings.index, "SECONDS_TO_WAIT", 1)

    began = time.monotonic()
    with pytest.raises(IndexBusyError) as caught:
        opened(corpus, encoder)

    assert 1 <= time.monotonic() - began < 3
    assert (caught.value.facts, notices, encoder.embedded) == ({"seconds": 1}, ["index_waiting"], [])


def test_an_index_that_was_busy_serves_as_soon_as_it_can_and_nobody_waits(
    opened, folder, request, corpus, encoder, notices, monkeypatch
):
    """A chat begins while another program builds for minutes; the first question after that has its index."""
    lock = request.getfixturevalue("elsewhere")
    monkeypatch.setattr(embeddings.index, "SECONDS_TO_WAIT", 0)
    index = VectorIndex(folder, corpus, encoder.fingerprint)
    with pytest.raises(IndexBusyError):
        index.prepare(encoder, notices.append)
    monkeypatch.setattr(embeddings.index, "SECONDS_TO_WAIT", 60)
    began = time.monotonic()
    with pytest.raises(IndexBusyError):
        index.rebuild(encoder, notices.append)
    assert time.monotonic() - began < 1
    lock.release()
    opened(corpus, encoder)[0].close()
    encoder.embedded.clear()
    assert (index.rebuild(encoder, notices.append), encoder.embedded) == (Changes(), [])
    assert found_ids(index, encoder) == ids(corpus)
    assert notices == ["index_waiting"]
    index.close()


def child(tmp_path: Path, script: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PREPARE + script],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_at_once_lose_nothing_and_double_nothing(opened, tmp_path, folder, corpus, encoder):
    """Each waits for a line, so that both begin together; one embeds, the other finds it done."""
    wait = "sys.stdin.readline()\n"
    pair = [child(tmp_path, f"print('ready', flush=True)\n{wait}prepare('index')\n") for _ in range(2)]
    for process in pair:
        assert process.stdout.readline() == "ready\n"
    for process in pair:
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0].splitlines() for process in pair]

    assert sorted(lines[-1] for lines in said) == ["0 0", "51 51"]
    assert {line for lines in said for line in lines[:-1]} <= {"index_waiting", "index_old_state"}
    assert collections(folder)["passages-1-grams64"].keys() == ids(corpus)


def test_processes_that_start_together_on_an_empty_home_all_have_an_index(tmp_path):
    """Chroma lays its folder out while it opens it; two at it at once would trip over each other."""
    for home in ("一", "二", "三", "四"):
        pair = [child(tmp_path, f"prepare('{home}/index')\n") for _ in range(2)]
        said = [process.communicate(timeout=60)[0].splitlines() for process in pair]
        assert sorted(lines[-1] for lines in said) == ["0 0", "51 51"]
        assert not list((tmp_path / home).glob("*.broken-*"))


def test_who_waited_for_a_rebuild_finds_it_done(opened, tmp_path, folder, corpus, encoder, notices, request):
    index, _ = opened(corpus, encoder)
    lock = request.getfixturevalue("elsewhere")
    threading.Timer(0.5, lock.release).start()
    encoder.embedded.clear()

    assert index.rebuild(encoder, notices.append) == Changes()

    assert (encoder.embedded, notices) == ([], ["index_waiting"])
    assert found_ids(index, encoder) == ids(corpus)


def test_a_writer_that_is_killed_leaves_no_lock_and_its_work_is_gone_on_with(
    opened, tmp_path, corpus, encoder, notices
):
    slow = """
import time
def embed(texts):
    print("embedding", flush=True)
    time.sleep(60)
encoder.encode_passages = embed
prepare('index')
"""
    process = child(tmp_path, slow)
    assert process.stdout.readline() == "embedding\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()

    index, changes = opened(corpus, encoder)

    assert (changes, notices) == (Changes(added=51), [])
    assert found_ids(index, encoder) == ids(corpus)


def test_who_waited_finds_the_work_done(opened, tmp_path, corpus, encoder, notices):
    """The other process holds the lock, embeds, and ends while this one waits."""
    slow = """
import time
at_once = encoder.encode_passages
def embed(texts):
    print("embedding", flush=True)
    time.sleep(1)
    return at_once(texts)
encoder.encode_passages = embed
prepare('index')
"""
    process = child(tmp_path, slow)
    assert process.stdout.readline() == "embedding\n"

    index, changes = opened(corpus, encoder)

    assert process.communicate(timeout=60)[0] == "51 51\n"
    assert (changes, encoder.embedded, notices) == (Changes(), [], ["index_waiting"])
    assert found_ids(index, encoder) == ids(corpus)
