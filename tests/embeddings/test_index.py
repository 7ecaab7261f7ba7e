"""The index of a corpus: what is filed, when it is written anew, and how it heals."""

import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

import chromadb
import pytest

from corpus.scope import Scope
from embeddings import index as index_module
from embeddings.errors import StoreBrokenError
from embeddings.index import VectorIndex, passage_record
from embeddings.store import Changes
from tests.embeddings.indexes import EVERYWHERE, collections, found_ids, ids

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
    opened(corpus, encoder)[0].close()
    encoder.embedded.clear()

    index, changes = opened(corpus, encoder)

    assert (changes, encoder.embedded) == (Changes(), [])
    assert found_ids(index, encoder) == ids(corpus)


def test_only_what_the_corpus_changed_is_embedded(opened, corpus, smaller, encoder):
    opened(corpus, encoder)[0].close()
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
    opened(corpus, encoder)[0].close()

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
    opened(corpus, encoder)[0].close()
    index, changes = opened(replace(corpus, scope=corpus.scope.model_copy(update={"danger": ("助けて",)})), encoder)
    similarity = index.search(encoder.encode_query("助けて"), 1)
    assert (changes, similarity.kinds.keys()) == (Changes(), {"beyond", "danger"})
    assert similarity.kinds["danger"] > similarity.kinds["beyond"]


def test_an_index_that_is_built_anew_embeds_no_sample_again(opened, folder, kodoku, encoder):
    opened(kodoku, encoder)[0].close()
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
    opened(corpus, encoder)[0].close()
    truncate(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    index, changes = opened(corpus, encoder)

    assert (changes, notices) == (Changes(added=51), ["store_set_aside"])
    assert found_ids(index, encoder) == ids(corpus)
    (aside,) = folder.parent.glob("index.broken-*")
    assert {path.name: path.read_bytes() for path in aside.iterdir() if path.is_file()} == before


def test_each_time_a_store_breaks_it_is_kept_under_a_name_of_its_own(opened, folder, corpus, encoder, notices):
    for _ in range(3):
        opened(corpus, encoder)[0].close()
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
    opened(corpus, encoder)[0].close()
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
    opened(corpus, encoder)[0].close()
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as database:
        database.execute("DROP TABLE segments")

    index, changes = opened(corpus, encoder)

    assert (changes, notices) == (Changes(added=51), ["store_set_aside"])
    assert found_ids(index, encoder) == ids(corpus)


def test_an_index_that_is_not_open_says_so_rather_than_finding_nothing(folder, corpus, encoder):
    with pytest.raises(StoreBrokenError):
        VectorIndex(folder, corpus, encoder.fingerprint).search(encoder.encode_query("会議"), 1)


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
