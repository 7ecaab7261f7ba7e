"""A folder of Chroma collections: kept equal to the records, and what is said when it cannot be."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count
from pathlib import Path

import chromadb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings import chroma_folder
from embeddings.chroma_folder import ChromaFolder
from embeddings.errors import HomeUnwritableError, IndexBusyError, StoreBrokenError
from embeddings.store import Changes, Record, VectorStore

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
NUMBERS = count()


def record(number: int, text: str = "", **metadata: str | int) -> Record:
    return Record(id=f"r{number}", text=text or f"{number}番の文", metadata={"number": number, **metadata})


THREE = [record(1), record(2), record(3)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home") / "index"


@pytest.fixture(scope="module")
def store(folder):
    store = VectorStore(ChromaFolder(folder))
    yield store
    store.close()


@pytest.fixture
def name() -> str:
    return f"collection-{next(NUMBERS)}"


def held(folder: Path, name: str) -> dict[str, dict[str, object]]:
    """What Chroma itself says that it holds."""
    client = chromadb.PersistentClient(path=str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    found = client.get_collection(name, embedding_function=None).get(include=["metadatas"])
    client.close()
    return dict(zip(found["ids"], found["metadatas"], strict=True))


# ---- sync ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "changes", "embedded"),
    [
        pytest.param([], THREE, Changes(added=3), ["1番の文", "2番の文", "3番の文"], id="はじめて"),
        pytest.param(THREE, THREE, Changes(), [], id="同じ"),
        pytest.param(THREE, THREE[::-1], Changes(), [], id="順だけ違う"),
        pytest.param(THREE, [*THREE, record(4)], Changes(added=1), ["4番の文"], id="1つ増えた"),
        pytest.param(THREE, THREE[1:], Changes(removed=1), [], id="1つ減った"),
        pytest.param(THREE, [record(1, "別の文"), *THREE[1:]], Changes(changed=1), ["別の文"], id="文が変わった"),
        pytest.param(THREE, [record(1, kind="市"), *THREE[1:]], Changes(changed=1), ["1番の文"], id="付記が変わった"),
        pytest.param(THREE, [record(3, "別の文"), record(4)], Changes(1, 1, 2), ["別の文", "4番の文"], id="すべて"),
        pytest.param(THREE, [], Changes(removed=3), [], id="空にする"),
        pytest.param([], [], Changes(), [], id="空のまま"),
    ],
)
def test_sync_adds_changes_and_removes_only_what_differs(
    store, folder, name, encoder, before, after, changes, embedded
):
    store.sync(name, before, encoder.encode_passages)
    encoder.embedded.clear()

    assert store.sync(name, after, encoder.encode_passages) == changes

    assert encoder.embedded == embedded
    assert held(folder, name) == {r.id: {**r.metadata, "content_hash": r.content_hash} for r in after}
    assert len(held(folder, name)) == len(after)
    assert store.is_current(name, after)
    assert store.is_current(name, before) == (changes == Changes())


STATES = st.dictionaries(st.integers(0, 6), st.sampled_from(["甲", "乙", "丙"])).map(
    lambda state: [record(number, text) for number, text in state.items()]
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STATES, min_size=2, max_size=4))
def test_from_any_state_to_any_other(store, folder, encoder, states):
    name = "any-state"
    for before, after in zip([[], *states], states, strict=False):
        known = {r.id: r.content_hash for r in before}
        store.sync(name, before, encoder.encode_passages)
        encoder.embedded.clear()
        changes = store.sync(name, after, encoder.encode_passages)
        new = [r for r in after if r.id not in known]
        other = [r for r in after if r.id in known and known[r.id] != r.content_hash]
        assert changes == Changes(len(new), len(other), len(set(known) - {r.id for r in after}))
        assert sorted(encoder.embedded) == sorted(r.text for r in (*new, *other))
        assert held(folder, name) == {r.id: {**r.metadata, "content_hash": r.content_hash} for r in after}


def test_the_content_hash_changes_with_the_text_or_its_metadata_and_with_nothing_else():
    one = record(1, "文", kind="市")
    assert one.content_hash == Record(id="x", text="文", metadata={"kind": "市", "number": 1}).content_hash
    assert len({one.content_hash, record(1, "別", kind="市").content_hash, record(1, "文").content_hash}) == 3


def test_a_sync_that_is_stopped_goes_on_from_there(store, folder, name, encoder):
    many = [record(number) for number in range(600)]

    def stopped(texts):
        if encoder.embedded:
            raise KeyboardInterrupt
        return encoder.encode_passages(texts)

    with pytest.raises(KeyboardInterrupt):
        store.sync(name, many, stopped)
    assert not store.is_current(name, many)
    done = len(held(folder, name))
    assert 0 < done < 600
    encoder.embedded.clear()

    assert store.sync(name, many, encoder.encode_passages) == Changes(added=600 - done)
    assert len(encoder.embedded) == 600 - done
    assert store.is_current(name, many)


def test_a_sync_whose_process_is_killed_goes_on_from_there(tmp_path, encoder):
    killed = f"""
import os, signal, sys
sys.path[:0] = [{str(ROOT)!r}, {str(HERE)!r}]
from pathlib import Path
from conftest import GramEncoder
from embeddings.chroma_folder import ChromaFolder
from embeddings.store import Record, VectorStore
encoder = GramEncoder()
def embed(texts):
    if encoder.embedded:
        os.kill(os.getpid(), signal.SIGKILL)
    return encoder.encode_passages(texts)
records = [Record(id=f"r{{n}}", text=f"{{n}}番の文", metadata={{"number": n}}) for n in range(600)]
VectorStore(ChromaFolder(Path({str(tmp_path / "index")!r}))).sync("killed", records, embed)
"""
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == -signal.SIGKILL
    many = [record(number) for number in range(600)]
    store = VectorStore(ChromaFolder(tmp_path / "index"))
    done = len(held(tmp_path / "index", "killed"))
    assert 0 < done < 600
    assert not store.is_current("killed", many)
    assert store.sync("killed", many, encoder.encode_passages) == Changes(added=600 - done)
    assert len(encoder.embedded) == 600 - done
    assert held(tmp_path / "index", "killed").keys() == {r.id for r in many}
    store.close()


@pytest.mark.parametrize("kept", [True, False], ids=["前と同じ", "ほかが変えた"])
def test_what_was_there_before_is_only_believed_while_it_is_still_so(store, folder, name, encoder, kept):
    store.sync(name, THREE, encoder.encode_passages)
    if not kept:
        store.sync(name, [record(1, "別の文"), *THREE[1:]], encoder.encode_passages)
    encoder.embedded.clear()

    changes = store.sync(name, [*THREE, record(4)], encoder.encode_passages, before=THREE)

    assert changes == (Changes(added=1) if kept else Changes(added=1, changed=1))
    assert encoder.embedded == (["4番の文"] if kept else ["1番の文", "4番の文"])
    assert held(folder, name).keys() == {"r1", "r2", "r3", "r4"}


def test_what_another_process_wrote_is_found_once_the_folder_is_looked_at_anew(tmp_path, encoder):
    folder = tmp_path / "index"
    store = VectorStore(ChromaFolder(folder))
    store.sync("shared", THREE, encoder.encode_passages)
    vector = encoder.encode_query("調査の文")
    before = store.search("shared", vector, 9).keys()
    other = f"""
import sys
from pathlib import Path
sys.path[:0] = [{str(HERE)!r}]
from conftest import GramEncoder
from embeddings.chroma_folder import ChromaFolder
from embeddings.store import Record, VectorStore
records = [Record(id=f"r{{n}}", text=f"{{n}}番の文", metadata={{"number": n}}) for n in (1, 2)]
records.append(Record(id="r9", text="調査の文", metadata={{}}))
VectorStore(ChromaFolder(Path({str(folder)!r}))).sync("shared", records, GramEncoder().encode_passages)
"""
    subprocess.run([sys.executable, "-c", other], check=True, cwd=ROOT)

    store.reopen()

    assert (before, store.search("shared", vector, 9).keys()) == ({"r1", "r2", "r3"}, {"r9", "r1", "r2"})
    assert next(iter(store.search("shared", vector, 9))) == "r9"
    store.close()


def test_other_collections_are_removed_when_told(tmp_path, encoder):
    store = VectorStore(ChromaFolder(tmp_path / "index"))
    for name in ("old", "new", "older"):
        store.sync(name, THREE, encoder.encode_passages)
    store.keep_only("new")
    assert {name: store.can_serve(name) for name in ("old", "new", "older")} == {
        "old": False,
        "new": True,
        "older": False,
    }
    assert len(held(tmp_path / "index", "new")) == 3
    store.close()


def test_what_was_once_whole_can_serve_while_it_is_changed_and_what_never_was_cannot(store, name, encoder):
    def stopped(texts):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.sync(name, THREE, stopped)
    assert not store.can_serve(name)
    store.sync(name, THREE, encoder.encode_passages)
    assert store.can_serve(name)
    with pytest.raises(KeyboardInterrupt):
        store.sync(name, [*THREE, record(4)], stopped)

    assert (store.can_serve(name), store.is_current(name, THREE)) == (True, False)


# ---- search --------------------------------------------------------------------------------------------------------


def test_similarity_is_the_cosine_whatever_the_vectors_lengths(store, name):
    """Not Chroma's default, which is the squared distance."""
    vectors = np.array([[1, 0], [3, 3], [-2, 0]], dtype=np.float32)
    store.sync(name, THREE, lambda _: vectors)

    found = store.search(name, np.array([2, 0], dtype=np.float32), limit=10)

    assert list(found) == [r.id for r in THREE]
    assert list(found.values()) == pytest.approx([1, 0.5**0.5, -1], abs=1e-6)


@pytest.mark.parametrize(
    ("limit", "found"), [pytest.param(1, ["r2"], id="1つだけ"), pytest.param(99, ["r2", "r1", "r3"], id="近い順")]
)
def test_the_nearest(store, name, limit, found):
    store.sync(name, THREE, lambda _: np.array([[3, 1], [1, 0], [0, 1]], dtype=np.float32))
    assert list(store.search(name, np.array([1, 0], dtype=np.float32), limit)) == found


def test_more_records_than_sqlite_takes_variables(store, name):
    many = [record(number) for number in range(40_000)]
    vectors = np.eye(2, dtype=np.float32)[np.arange(len(many)) % 2]
    store.sync(name, many, lambda texts: vectors[: len(texts)])
    assert store.content_hashes(name) == {one.id: one.content_hash for one in many}


def test_a_collection_that_another_process_made_anew_is_found_again(folder, store, name, encoder):
    """The handle that a search keeps names the collection of old."""
    store.sync(name, THREE, encoder.encode_passages)
    before = store.search(name, np.ones(64, dtype=np.float32), 9)
    client = chromadb.PersistentClient(path=str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    client.delete_collection(name)
    with pytest.raises(StoreBrokenError):
        store.search(name, np.ones(64, dtype=np.float32), 9)
    client.close()
    store.sync(name, THREE[:2], encoder.encode_passages)
    after = store.search(name, np.ones(64, dtype=np.float32), 9)
    assert (sorted(before), sorted(after)) == (["r1", "r2", "r3"], ["r1", "r2"])


def test_a_collection_that_is_not_there_is_told(store):
    assert not store.can_serve("absent")
    with pytest.raises(StoreBrokenError):
        store.search("absent", np.ones(64, dtype=np.float32), 5)
    assert not store.is_current("absent", [])


# ---- damage --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A store large enough for Chroma to write its graph to files: it does so after 1,000 records."""
    folder = tmp_path_factory.mktemp("sound") / "index"
    store = VectorStore(ChromaFolder(folder))
    vectors = np.random.default_rng(1).normal(size=(1100, 8)).astype(np.float32)
    store.sync("collection", [record(n) for n in range(1100)], lambda texts: vectors[: len(texts)])
    store.close()
    return folder


def garbage(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(os.urandom(5000))


def cut_short(folder: Path) -> None:
    database = folder / "chroma.sqlite3"
    os.truncate(database, database.stat().st_size // 2)


def last_pages_lost(folder: Path) -> None:
    database = folder / "chroma.sqlite3"
    os.truncate(database, database.stat().st_size - 8192)


def pages(first: int, last: int):
    def damage(folder: Path) -> None:
        with (folder / "chroma.sqlite3").open("r+b") as file:
            file.seek(4096 * first)
            file.write(bytes(4096 * (last - first)))

    return damage


def graph(name: str, content: bytes | None):
    def damage(folder: Path) -> None:
        for path in folder.glob(f"*/{name}"):
            path.unlink()
            if content is not None:
                path.write_bytes(content)

    return damage


def graph_folder_lost(folder: Path) -> None:
    for path in folder.glob("*/"):
        shutil.rmtree(path)


def test_a_panic_of_chromas_rust_side_is_provoked_here(sound, tmp_path, capfd):
    """It is no Exception, so that it would end the program: the store is where it is caught."""
    folder = Path(shutil.copytree(sound, tmp_path / "index"))
    pages(1, 2)(folder)
    with pytest.raises(StoreBrokenError) as caught:
        use(folder)
    assert type(caught.value.__cause__).__name__ == "PanicException"
    assert not isinstance(caught.value.__cause__, Exception)


def use(folder: Path) -> None:
    """Open, ask, read what is filed, close."""
    store = VectorStore(ChromaFolder(folder))
    try:
        store.is_current("collection", [])
        store.search("collection", np.ones(8, dtype=np.float32), 200)
        store.content_hashes("collection")
        store.vectors("collection", ["r1"])
    finally:
        store.close()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(garbage, id="でたらめ"),
        pytest.param(cut_short, id="半分だけ"),
        pytest.param(last_pages_lost, id="末尾が欠けた"),
        pytest.param(pages(20, 60), id="途中が欠けた"),
        pytest.param(pages(1, 2), id="1ページだけ欠けた（Rust側のパニック）"),
        pytest.param(graph_folder_lost, id="グラフのフォルダーがない"),
        pytest.param(graph("*", None), id="グラフのファイルがない"),
        pytest.param(graph("header.bin", None), id="グラフの頭がない"),
        pytest.param(graph("header.bin", b""), id="グラフの頭が空"),
        pytest.param(graph("index_metadata.pickle", b"x" * 100), id="グラフの目録がでたらめ"),
        pytest.param(graph("data_level0.bin", None), id="グラフのベクトルがない"),
    ],
)
def test_a_damaged_store_is_broken_and_the_folder_can_be_used_again(sound, tmp_path, encoder, damage, capfd):
    folder = Path(shutil.copytree(sound, tmp_path / "index"))
    use(folder)
    damage(folder)

    with pytest.raises(StoreBrokenError) as caught:
        use(folder)

    assert caught.value.facts["folder"] == str(folder)
    folder.rename(tmp_path / "aside")
    anew = VectorStore(ChromaFolder(folder))
    assert anew.sync("collection", THREE, encoder.encode_passages) == Changes(added=3)
    anew.close()


# ---- nowhere to write ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda tmp_path: tmp_path / "file", id="フォルダーの場所にファイル"),
        pytest.param(lambda tmp_path: tmp_path / "file" / "index", id="上のフォルダーがファイル"),
        pytest.param(lambda tmp_path: Path("/proc/index"), id="書けない場所"),
    ],
)
def test_a_folder_that_cannot_be_is_told(tmp_path, place):
    (tmp_path / "file").write_text("ファイル")
    with pytest.raises(HomeUnwritableError) as caught:
        VectorStore(ChromaFolder(place(tmp_path)))
    assert caught.value.facts["folder"] == str(place(tmp_path))
    assert caught.value.facts["reason"]


def test_a_failure_of_the_encoder_is_not_taken_for_one_of_the_store(store, name):
    class ModelLostError(Exception):
        pass

    def fail(texts):
        raise ModelLostError

    with pytest.raises(ModelLostError):
        store.sync(name, THREE, fail)


@pytest.mark.parametrize("held", ["EXCLUSIVE", "IMMEDIATE"])
def test_a_store_that_another_program_holds_is_busy_and_is_not_waited_for(tmp_path, monkeypatch, held):
    """Chroma waits for ever."""
    monkeypatch.setattr(chroma_folder, "_SECONDS_FOR_A_LOCK", 0)
    VectorStore(ChromaFolder(tmp_path)).close()
    with closing(sqlite3.connect(tmp_path / "chroma.sqlite3")) as other:
        other.execute(f"BEGIN {held}")
        with pytest.raises(IndexBusyError):
            VectorStore(ChromaFolder(tmp_path))
        other.rollback()
    VectorStore(ChromaFolder(tmp_path)).close()
