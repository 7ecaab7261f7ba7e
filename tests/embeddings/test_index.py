"""The index of a corpus: what is filed, when it is written anew, who may write, and how it heals."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

import chromadb
import pytest
from filelock import FileLock

import embeddings.index
from corpus.scope import Scope
from embeddings import index as index_module
from embeddings.errors import HomeUnwritableError, IndexBusyError, StoreBrokenError
from embeddings.index import VectorIndex, passage_record
from embeddings.store import Changes

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SAMPLES = Scope(within=("何から始めればいい?", "会議は?"), beyond=("天気は?",))
EVERYWHERE = 10_000


@pytest.fixture(scope="session")
def corpus(kodoku):
    return replace(kodoku, scope=SAMPLES, asked={})


@pytest.fixture(scope="session")
def smaller(corpus):
    """Without its last entry (宇和島市 platform), and with 呉市's text changed."""
    kure = "342025-呉市-general-first_step"
    return replace(
        corpus,
        entries=tuple(e.model_copy(update={"text": "話した。"}) if e.id == kure else e for e in corpus.entries[:-1]),
    )


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def opened(folder, notices) -> Iterator:
    """Opens indexes and, after the test, closes them."""
    indexes = []

    def make(corpus, encoder):
        index = VectorIndex(folder, corpus, encoder.fingerprint)
        indexes.append(index)
        return index, index.prepare(encoder, notices.append)

    yield make
    for index in indexes:
        index.close()


def close(index: VectorIndex) -> None:
    index.close()


def collections(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    client = chromadb.PersistentClient(path=str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    found = {c.name: c.get(include=["metadatas"]) for c in client.list_collections()}
    client.close()
    return {name: dict(zip(got["ids"], got["metadatas"], strict=True)) for name, got in found.items()}


def found_ids(index: VectorIndex, encoder, question: str = "会議", among=None) -> set[str]:
    return set(index.search(encoder.encode_query(question), EVERYWHERE, among).passages)


def ids(corpus) -> set[str]:
    return {passage.id for passage in corpus.passages}


# ---- what is filed -------------------------------------------------------------------------------------------------


def test_the_record_of_a_passage(corpus):
    record = passage_record(next(p for p in corpus.passages if p.entry.id == "232068-春日井市-platform-first_step"))
    assert (record.id, record.text, dict(record.metadata)) == (
        "232068-春日井市-platform-first_step#0-64",
        "春日井市 地域特性に応じたプラットフォームを整備するため、日常生活圏域の中からモデル地区を選定し、"
        "2種類のプラットフォームを設置しました。",
        {
            "entry_id": "232068-春日井市-platform-first_step",
            "municipality": "春日井市",
            "code": "232068",
            "prefecture": "愛知県",
            "region": "中部",
            "kind": "市",
            "population": 308832,
            "theme": "platform",
            "aspect": "first_step",
            "text_status": "complete",
            "source_url": "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/advice2.html",
        },
    )


def test_every_passage_and_no_blank_row_is_filed(opened, folder, corpus, encoder, notices):
    index, changes = opened(corpus, encoder)

    filed = collections(folder)

    assert filed.keys() == {"passages-1-grams64"}
    assert filed["passages-1-grams64"].keys() == ids(corpus)
    assert {m["text_status"] for m in filed["passages-1-grams64"].values()} == {"complete", "partial", "reference"}
    assert changes == Changes(added=51)
    assert encoder.embedded == [f"{p.entry.municipality.name} {p.text}" for p in corpus.passages]
    assert found_ids(index, encoder) == ids(corpus)
    assert notices == []


def test_the_same_words_are_nearest_and_the_samples_are_weighed_by_kind(opened, corpus, encoder):
    index, _ = opened(corpus, encoder)
    wanted = corpus.passages[20]
    vector = encoder.encode_query(f"{wanted.entry.municipality.name} {wanted.text}")

    similarity = index.search(vector, 3)

    (first, near), *_ = similarity.passages.items()
    assert (first, near) == (wanted.id, pytest.approx(1, abs=1e-5))
    assert len(similarity.passages) == 3
    assert similarity.kinds.keys() == {"beyond"}


@pytest.mark.parametrize(
    ("question", "beyond"), [("天気は?", True), ("会議は?", False), ("何から始めればいい?", False)]
)
def test_a_question_is_weighed_against_the_samples_of_each_kind(opened, corpus, encoder, question, beyond):
    index, _ = opened(corpus, encoder)
    assert (index.search(encoder.encode_query(question), 1).kinds["beyond"] > 0.5) is beyond


def test_a_kind_without_samples_is_not_judged(opened, corpus, encoder):
    index, _ = opened(replace(corpus, scope=Scope(within=("会議は?",), danger=("助けて",))), encoder)
    assert index.search(encoder.encode_query("天気は?"), 1).kinds.keys() == {"danger"}


def test_of_a_few_passages_that_are_wanted_each_is_looked_at(opened, corpus, encoder):
    """Beside the one that is nearest; what the index does not hold is passed over."""
    index, _ = opened(corpus, encoder)
    wanted = {identity for identity in ids(corpus) if identity[:6] in ("342025", "342076")}
    vector = encoder.encode_query("会議")
    everywhere, nearest = index.search(vector, EVERYWHERE).passages, index.search(vector, 1).passages
    found = index.search(vector, 1, [*wanted, "これは索引にない"]).passages
    assert found.keys() == wanted | nearest.keys()
    assert found == pytest.approx({identity: everywhere[identity] for identity in found})


def test_for_many_that_are_wanted_the_search_goes_deeper(opened, corpus, encoder, monkeypatch):
    monkeypatch.setattr(index_module, "_FEW", 3)
    index, _ = opened(corpus, encoder)
    wanted = sorted(ids(corpus))[:4]
    vector, many = encoder.encode_query("会議"), len(ids(corpus))
    assert len(index.search(vector, 4, wanted).passages) == many // 4 > 4
    monkeypatch.setattr(index_module, "_DEEPEST", 5)
    assert len(index.search(vector, 4, wanted).passages) == 5
    assert len(index.search(vector, 4).passages) == 4


def test_a_store_that_finds_far_too_little_is_broken_and_mended(opened, folder, corpus, encoder):
    """Chroma says nothing where the files of its graph are lost, and finds what else it has."""
    index, _ = opened(corpus, encoder)
    vector = encoder.encode_query("会議")
    before = index.search(vector, EVERYWHERE).passages
    client = chromadb.PersistentClient(path=str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    (collection,) = client.list_collections()
    collection.delete(ids=sorted(before)[:40])
    client.close()
    index._store.reopen()
    with pytest.raises(StoreBrokenError, match="records are lost"):
        index.search(vector, EVERYWHERE)
    index.rebuild(encoder, lambda _: None)
    assert index.search(vector, EVERYWHERE).passages == before


# ---- what is written anew ------------------------------------------------------------------------------------------


def test_a_second_start_embeds_nothing(opened, corpus, encoder):
    close(opened(corpus, encoder)[0])
    encoder.embedded.clear()

    index, changes = opened(corpus, encoder)

    assert (changes, encoder.embedded) == (Changes(), [])
    assert found_ids(index, encoder) == ids(corpus)


def test_only_what_the_corpus_changed_is_embedded(opened, corpus, smaller, encoder):
    close(opened(corpus, encoder)[0])
    encoder.embedded.clear()

    index, changes = opened(smaller, encoder)

    assert (changes, encoder.embedded) == (Changes(added=1, removed=2), ["呉市 話した。"])
    assert found_ids(index, encoder) == ids(smaller)


def test_an_index_follows_the_corpus_while_it_is_searched_in(opened, corpus, smaller, encoder):
    index, _ = opened(corpus, encoder)
    encoder.embedded.clear()
    found_meanwhile: list[set[str]] = []

    class Watched:
        """The encoder; before it embeds, somebody searches in the index as it is."""

        def encode_passages(self, texts):
            found_meanwhile.append(found_ids(index, encoder))
            return encoder.encode_passages(texts)

        encode_queries = staticmethod(encoder.encode_queries)

    following = index.following(smaller, Watched())

    assert encoder.embedded == ["呉市 話した。"]
    assert found_meanwhile == [ids(corpus)]
    assert found_ids(following, encoder) == ids(smaller)
    assert found_ids(following.following(corpus, encoder), encoder) == ids(corpus)


def test_an_index_that_is_not_open_follows_nothing(folder, corpus, encoder):
    with pytest.raises(StoreBrokenError):
        VectorIndex(folder, corpus, encoder.fingerprint).following(corpus, encoder)


def test_another_model_rebuilds_and_leaves_nothing_of_the_first(opened, folder, corpus, encoder, other_encoder):
    close(opened(corpus, encoder)[0])

    index, changes = opened(corpus, other_encoder)

    assert (changes, len(other_encoder.embedded)) == (Changes(added=51), 51)
    assert collections(folder).keys() == {"passages-1-grams65"}
    assert found_ids(index, other_encoder) == ids(corpus)


def test_a_question_is_held_against_those_expected_for_a_passage(opened, corpus, encoder):
    first, second = (passage.id for passage in corpus.passages[:2])
    asked = {(first,): ("調べ方",) * 3 + ("会議の開き方",), (second,): ("広報",)}
    index, _ = opened(replace(corpus, asked=asked), encoder)

    similarity = index.search(encoder.encode_query("調べ方"), 1)

    assert similarity.asked.keys() == {first, second}
    assert similarity.asked[first] > similarity.asked[second]


def test_a_question_that_several_passages_answer_speaks_for_all_of_them(opened, corpus, encoder):
    first, second, third = (passage.id for passage in corpus.passages[:3])
    asked = {(first,): ("会議の開き方",) * 3, (second,): ("広報",), (first, third): ("調べ方",) * 3}
    index, _ = opened(replace(corpus, asked=asked), encoder)

    similarity = index.search(encoder.encode_query("調べ方"), 1)

    assert similarity.asked.keys() == {first, second, third}
    assert min(similarity.asked[first], similarity.asked[third]) > similarity.asked[second]


def test_changed_samples_are_taken_over(opened, corpus, encoder):
    close(opened(corpus, encoder)[0])
    index, changes = opened(replace(corpus, scope=SAMPLES.model_copy(update={"danger": ("助けて",)})), encoder)
    similarity = index.search(encoder.encode_query("助けて"), 1)
    assert (changes, similarity.kinds.keys()) == (Changes(), {"beyond", "danger"})
    assert similarity.kinds["danger"] > similarity.kinds["beyond"]


def test_an_index_that_is_built_anew_embeds_no_sample_again(opened, folder, kodoku, encoder):
    close(opened(kodoku, encoder)[0])
    shutil.rmtree(folder)

    def never(texts):
        raise AssertionError(texts)

    encoder.encode_queries = never
    index, changes = opened(kodoku, encoder)
    assert changes == Changes(added=51)
    assert index.search(encoder.encode_query("調べ方"), 1).asked.keys() == set(chain.from_iterable(kodoku.asked))


# ---- healing -------------------------------------------------------------------------------------------------------


def truncate(folder: Path) -> None:
    database = folder / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])


def test_a_corrupt_store_is_set_aside_whole_and_built_anew(opened, folder, corpus, encoder, notices):
    close(opened(corpus, encoder)[0])
    truncate(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    index, changes = opened(corpus, encoder)

    assert (changes, notices) == (Changes(added=51), ["store_set_aside"])
    assert found_ids(index, encoder) == ids(corpus)
    (aside,) = folder.parent.glob("index.broken-*")
    assert {path.name: path.read_bytes() for path in aside.iterdir() if path.is_file()} == before


def test_each_time_a_store_breaks_it_is_kept_under_a_name_of_its_own(opened, folder, corpus, encoder, notices):
    for _ in range(3):
        close(opened(corpus, encoder)[0])
        (folder / "chroma.sqlite3").write_bytes(b"x" * 5000)
    index, _ = opened(corpus, encoder)
    assert notices == ["store_set_aside"] * 3
    assert len(list(folder.parent.glob("index.broken-*"))) == 3
    assert all((aside / "chroma.sqlite3").is_file() for aside in folder.parent.glob("index.broken-*"))
    assert found_ids(index, encoder) == ids(corpus)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda folder: (folder / "chroma.sqlite3").write_bytes(b""), id="空のファイル"),
        pytest.param(lambda folder: (folder / "chroma.sqlite3").unlink(), id="ファイルがない"),
        pytest.param(shutil.rmtree, id="フォルダーがない"),
    ],
)
def test_where_nothing_is_left_there_is_nothing_to_set_aside(opened, folder, corpus, encoder, notices, damage):
    close(opened(corpus, encoder)[0])
    damage(folder)
    index, changes = opened(corpus, encoder)
    assert (changes, notices) == (Changes(added=51), [])
    assert found_ids(index, encoder) == ids(corpus)


def test_a_store_that_breaks_in_use_is_rebuilt_on_demand(opened, folder, corpus, encoder, notices):
    index, _ = opened(corpus, encoder)
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as database:
        database.execute("DROP TABLE segments")
    with pytest.raises(StoreBrokenError):
        found_ids(index, encoder)

    assert index.rebuild(encoder, notices.append) == Changes(added=51)

    assert notices == ["store_set_aside"]
    assert found_ids(index, encoder) == ids(corpus)


def test_who_searches_while_the_index_is_built_anew_waits_and_finds_the_same(opened, corpus, encoder, notices):
    index, _ = opened(corpus, encoder)
    vector = encoder.encode_queries(["市民意識調査"])[0]
    before = index.search(vector, EVERYWHERE).passages
    done = threading.Event()

    def search_until_done() -> list[dict[str, float]]:
        found = []
        while not done.is_set():
            found.append(dict(index.search(vector, EVERYWHERE).passages))
        return found

    with ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(search_until_done) for _ in range(4)]
        try:
            for _ in range(5):
                index.rebuild(encoder, notices.append)
        finally:
            done.set()
    found = [passages for search in searches for passages in search.result()]

    assert found
    assert all(passages == pytest.approx(before, abs=1e-6) for passages in found)


def test_damage_that_only_a_search_would_meet_is_met_at_the_start(opened, folder, corpus, encoder, notices):
    close(opened(corpus, encoder)[0])
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as database:
        database.execute("DROP TABLE segments")

    index, changes = opened(corpus, encoder)

    assert (changes, notices) == (Changes(added=51), ["store_set_aside"])
    assert found_ids(index, encoder) == ids(corpus)


def test_an_index_that_is_not_open_says_so_rather_than_finding_nothing(folder, corpus, encoder):
    with pytest.raises(StoreBrokenError):
        VectorIndex(folder, corpus, encoder.fingerprint).search(encoder.encode_query("会議"), 1)


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
    close(opened(corpus, encoder)[0])
    encoder.embedded.clear()
    request.getfixturevalue("elsewhere")

    began = time.monotonic()
    index, changes = opened(smaller, encoder)

    assert time.monotonic() - began < 1
    assert (changes, encoder.embedded, notices) == (Changes(), [], ["index_old_state"])
    assert found_ids(index, encoder) == ids(corpus) & ids(smaller)


def test_a_current_index_asks_for_no_lock(opened, request, corpus, encoder, notices):
    close(opened(corpus, encoder)[0])
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
        close(opened(corpus, request.getfixturevalue(old))[0])
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
    close(opened(corpus, encoder)[0])
    encoder.embedded.clear()
    assert (index.rebuild(encoder, notices.append), encoder.embedded) == (Changes(), [])
    assert found_ids(index, encoder) == ids(corpus)
    assert notices == ["index_waiting"]
    close(index)


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


def test_what_is_foreseen_is_the_same_however_much_is_remembered(opened, corpus, encoder, monkeypatch):
    """Of passages that came in without questions, from the questions expected for others."""
    first, second = sorted(passage.id for passage in corpus.passages)[:2]
    asked = {(first,): ("何から始めましたか", "最初の話し合いは?"), (second,): ("会議は?", "誰と会いましたか")}
    brought_in = dict.fromkeys((entry.id for entry in corpus.entries), None)
    index, _ = opened(replace(corpus, asked=asked, provenance=brought_in), encoder)
    vector = encoder.encode_query("会議")
    foreseen = index.search(vector, EVERYWHERE).foreseen
    assert foreseen.keys() == {p.id for p in corpus.passages if p.id.rpartition("#")[0] != first.rpartition("#")[0]}
    assert index.search(vector, EVERYWHERE).foreseen == foreseen
    monkeypatch.setattr(index_module, "_REMEMBERED", 1)
    assert index.search(vector, EVERYWHERE).foreseen == foreseen
