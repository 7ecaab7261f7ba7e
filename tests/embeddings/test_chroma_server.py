"""A store on Chroma's own server: the same as in a folder, and what is said when the server is not there."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import numpy as np
import pytest

from corpus.library import Corpus
from corpus.scope import Scope
from embeddings import chroma_server as server_module
from embeddings.chroma_folder import ChromaFolder
from embeddings.chroma_server import ChromaServer
from embeddings.errors import (
    CollectionUntrustedError,
    HomeUnwritableError,
    StoreBrokenError,
    StoreUnreachableError,
)
from embeddings.index import VectorIndex
from embeddings.owner import owner_of
from embeddings.store import Changes, Record, VectorStore
from tests.chroma import chroma_server, free_port

OWNER = "ours"
RECORDS = [Record(f"r{n}", f"{n}番の文", {"number": n, "town": f"{n % 7}町"}) for n in range(600)]


@pytest.fixture(scope="module")
def corpus(kodoku) -> Corpus:
    """Without its sample questions, which no server holds."""
    return replace(kodoku, scope=Scope(), asked={})


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma"), free_port()) as address:
        yield address


@pytest.fixture
def at_once(monkeypatch) -> None:
    """A server that failed may be asked again at once."""
    monkeypatch.setattr(server_module, "_SECONDS_LEFT_ALONE", 0.0)


def test_a_server_holds_and_finds_what_a_folder_does(url, tmp_path, encoder):
    stores = [VectorStore(ChromaServer(url, OWNER)), VectorStore(ChromaFolder(tmp_path / "index"))]
    asked = encoder.encode_query("5番の文はどこ")
    found = []
    for store in stores:
        steps = [
            store.sync("same", RECORDS, encoder.encode_passages),
            store.sync("same", RECORDS[:-1], encoder.encode_passages),
            store.sync("same", RECORDS[:-1], encoder.encode_passages),
        ]
        near = store.search("same", asked, 20)
        vectors = store.vectors("same", ["r3", "r10", "absent"])
        found.append((steps, list(near), store.content_hashes("same"), sorted(vectors)))
        assert list(near.values()) == sorted(near.values(), reverse=True)
        store.close()
    assert found[0][0] == [Changes(added=600), Changes(removed=1), Changes()]
    assert found[0] == found[1]


def test_what_others_keep_there_is_left_alone(url, tmp_path, corpus, encoder, other_encoder):
    """Two programs with two models, and somebody else's collection."""
    chroma = ChromaServer(url, OWNER)
    theirs = chroma.connect()
    theirs.get_or_create_collection("theirs", embedding_function=None)
    before = {collection.name for collection in theirs.list_collections()}
    for one in (encoder, other_encoder):
        index = VectorIndex(tmp_path / one.fingerprint / "index", corpus, one.fingerprint, ChromaServer(url, OWNER))
        assert index.prepare(one, lambda _: None).added == len(corpus.passages)
        index.close()
    added = {collection.name for collection in theirs.list_collections()} - before
    assert {name.rpartition("-")[2] for name in added} == {"grams64", "grams65"}
    chroma.disconnect(theirs)


def test_a_second_machine_finds_what_the_first_has_embedded(url, tmp_path, corpus, encoder):
    first = VectorIndex(tmp_path / "first" / "index", corpus, "shared", ChromaServer(url, OWNER))
    first.prepare(encoder, lambda _: None)
    embedded = len(encoder.embedded)
    second = VectorIndex(tmp_path / "second" / "index", corpus, "shared", ChromaServer(url, OWNER))
    assert second.prepare(encoder, lambda _: None) == Changes()
    asked = encoder.encode_query("会議をつくった")
    assert second.search(asked, 5).passages == first.search(asked, 5).passages
    assert len(encoder.embedded) == embedded
    for index in (first, second):
        index.close()


def test_another_home_with_other_material_keeps_its_own(url, tmp_path, corpus, encoder):
    """A trial copy, say: what is taken in there, or taken out, is nothing to the first."""
    fewer = replace(corpus, entries=corpus.entries[:5])
    homes = [tmp_path / "one" / "corpora", tmp_path / "two" / "corpora"]
    assert owner_of(homes[0]) == owner_of(homes[0]) != owner_of(homes[1])
    first, second = [
        VectorIndex(home.with_name("index"), given, "apart", ChromaServer(url, owner_of(home)))
        for home, given in zip(homes, [corpus, fewer], strict=True)
    ]
    changes = [index.prepare(encoder, lambda _: None) for index in (first, second, first)]
    assert changes == [Changes(added=len(corpus.passages)), Changes(added=len(fewer.passages)), Changes()]
    for index in (first, second):
        index.close()


def test_the_owner_is_known_where_nothing_can_be_written(tmp_path):
    """Copied with the folder of corpora, whoever may read it."""
    owner = owner_of(tmp_path / "corpora")
    for file in tmp_path.rglob("*"):
        file.chmod(0o500 if file.is_dir() else 0o400)
    assert owner_of(tmp_path / "corpora") == owner
    (tmp_path / "file").touch()
    with pytest.raises(HomeUnwritableError):
        owner_of(tmp_path / "file" / "corpora")


def test_a_server_that_is_gone_is_told_and_found_again(tmp_path, encoder, at_once):
    port, asked = free_port(), encoder.encode_query("7番の文")
    with chroma_server(tmp_path / "chroma", port) as url:
        store = VectorStore(ChromaServer(url, OWNER))
        store.sync("kept", RECORDS, encoder.encode_passages)
        before = store.search("kept", asked, 10)
    with pytest.raises(StoreUnreachableError) as caught:
        store.search("kept", asked, 10)
    assert caught.value.facts["url"] == url
    with chroma_server(tmp_path / "chroma", port):
        assert store.search("kept", asked, 10) == before
    with chroma_server(tmp_path / "empty", port), pytest.raises(StoreBrokenError):
        store.search("kept", asked, 10)
    store.close()


def test_what_a_server_lost_is_built_anew(tmp_path, corpus, encoder, at_once):
    port = free_port()
    with chroma_server(tmp_path / "chroma", port) as url:
        index = VectorIndex(tmp_path / "index", corpus, "lost", ChromaServer(url, OWNER))
        index.prepare(encoder, lambda _: None)
        before = index.search(encoder.encode_query("調査"), 5).passages
    with chroma_server(tmp_path / "empty", port):
        notices: list[str] = []
        assert index.rebuild(encoder, notices.append).added == len(corpus.passages)
        assert (index.search(encoder.encode_query("調査"), 5).passages, notices) == (before, [])
        index.close()


def test_records_that_a_server_lost_without_knowing_are_built_anew(url, tmp_path, corpus, encoder):
    """By what the collection says of itself, there would be nothing to do."""
    index = VectorIndex(tmp_path / "index", corpus, "unknowing", ChromaServer(url, OWNER))
    index.prepare(encoder, lambda _: None)
    asked = encoder.encode_query("調査")
    before = index.search(asked, 60).passages
    index._store._existing(index._name).delete(ids=sorted(before)[:40])
    with pytest.raises(StoreBrokenError, match="records are lost"):
        index.search(asked, 60)
    assert index.rebuild(encoder, lambda _: None).added == len(corpus.passages)
    assert index.search(asked, 60).passages == pytest.approx(before, abs=1e-6)
    index.close()


def test_a_server_that_fails_while_the_index_is_opened_is_asked_again(url, tmp_path, corpus, encoder, monkeypatch):
    """What is open and not known would find nothing, and nobody would be told."""
    index = VectorIndex(tmp_path / "index", corpus, "opening", ChromaServer(url, OWNER))
    with monkeypatch.context() as patch:
        patch.setattr(VectorStore, "is_current", failing(url))
        with pytest.raises(StoreUnreachableError):
            index.prepare(encoder, lambda _: None)
    with pytest.raises(StoreBrokenError, match="not open"):
        index.search(encoder.encode_query("調査"), 5)
    index.rebuild(encoder, lambda _: None)
    assert len(index.search(encoder.encode_query("調査"), 5).passages) == 5
    index.close()


def failing(url: str) -> Callable:
    def fail(*_: object) -> bool:
        raise StoreUnreachableError(url=url, reason="ReadTimeout")

    return fail


def test_a_server_that_failed_is_left_alone_for_a_while(encoder):
    """Else each question would wait for it."""
    server = ChromaServer(f"http://127.0.0.1:{free_port()}", OWNER)
    with pytest.raises(StoreUnreachableError) as first:
        VectorStore(server)
    with pytest.raises(StoreUnreachableError) as second:
        VectorStore(server)
    assert (first.value.facts["reason"], second.value.facts["reason"]) == ("ConnectError", "left_alone")


# ---- what is no Chroma ---------------------------------------------------------------------------------------------


class Door(BaseHTTPRequestHandler):
    """Lets in whoever has the token, and otherwise shows a page, as a proxy would."""

    def do_GET(self) -> None:
        is_let_in = self.headers["Authorization"] == "Bearer 合言葉".encode().decode("latin-1")
        body = b"{}" if is_let_in else "<html>ログインしてください</html>".encode()
        self.send_response(200 if is_let_in else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def door() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/chroma/"
        server.shutdown()


def test_a_door_that_does_not_open_is_told_without_the_token(door):
    with pytest.raises(StoreUnreachableError) as caught:
        VectorStore(ChromaServer(door.replace("http://", "http://name:secret@"), OWNER, "wrong-token"))
    assert caught.value.facts == {"url": door.removesuffix("/chroma/"), "reason": "HTTPStatusError 401"}


def test_what_is_no_chroma_is_told(door):
    """It answers, and nothing that Chroma would."""
    with pytest.raises(StoreUnreachableError):
        VectorStore(ChromaServer(door, OWNER, "合言葉".encode().decode("latin-1")))


def test_the_password_in_an_address_is_not_told():
    port = free_port()
    with pytest.raises(StoreUnreachableError) as caught:
        VectorStore(ChromaServer(f"http://name:secret@127.0.0.1:{port}/path", OWNER))
    assert caught.value.facts == {"url": f"http://127.0.0.1:{port}", "reason": "ConnectError"}


def test_a_token_that_no_request_can_carry_is_not_told(door):
    with pytest.raises(StoreUnreachableError) as caught:
        VectorStore(ChromaServer(door, OWNER, "secret\n"))
    assert caught.value.facts == {"url": door.removesuffix("/chroma/"), "reason": "LocalProtocolError"}


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(server_module, "_TIMEOUT", httpx.Timeout(0.3))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with pytest.raises(StoreUnreachableError) as caught:
            VectorStore(ChromaServer(f"http://127.0.0.1:{silent.getsockname()[1]}", OWNER))
        assert "ReadTimeout" in str(caught.value.facts["reason"])


def test_vectors_come_back_as_they_were_given_but_for_the_last_digit(url):
    store = VectorStore(ChromaServer(url, OWNER))
    vectors = np.random.default_rng(3).normal(size=(600, 384)).astype(np.float32)
    store.sync("exact", RECORDS, lambda texts: vectors[[int(t.removesuffix("番の文")) for t in texts]])
    held = store.vectors("exact", ["r0", "r599"])
    np.testing.assert_allclose(np.stack([held["r0"], held["r599"]]), vectors[[0, 599]], rtol=3e-7)
    store.close()


@pytest.fixture
def program(tmp_path) -> Path:
    """A model that leaves `ran` beside itself when it is loaded, as one that brings its own code can."""
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "modules.json").write_text('[{"idx": 0, "name": "0", "path": "", "type": "planted_module.Planted"}]')
    (folder / "config.json").write_text("{}")
    (folder / "planted_module.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Planted:\n    pass\n")
    return folder


@pytest.mark.parametrize(
    "act",
    [
        lambda store, name, encoder: store.sync(name, RECORDS[:3], encoder.encode_passages),
        lambda store, name, encoder: store.search(name, encoder.encode_query("文"), 3),
        lambda store, name, encoder: store.vectors(name, ["r0"]),
        lambda store, name, encoder: store.content_hashes(name),
        lambda store, name, encoder: store.is_current(name, RECORDS[:3]),
        lambda store, name, encoder: store.can_serve(name),
    ],
    ids=["書く", "探す", "ベクトル", "ハッシュ", "今のものか", "使えるか"],
)
@pytest.mark.parametrize("by", ["configuration", "schema"])
def test_a_collection_that_names_a_program_runs_nothing(
    url: str, program: Path, encoder, act: Callable, by: str
) -> None:
    """Whoever reaches the server can have made it, under the very name that is looked for (CVE-2026-45829)."""
    settings = {"model_name": str(program), "device": "cpu", "normalize_embeddings": False}
    function = {
        "type": "known",
        "name": "sentence_transformer",
        "config": {**settings, "kwargs": {"trust_remote_code": True}},
    }
    index = {"vector_index": {"enabled": True, "config": {"space": "cosine", "embedding_function": function}}}
    given = {
        "configuration": {"hnsw": {"space": "cosine"}, "embedding_function": function},
        "schema": {"defaults": {}, "keys": {"#embedding": {"float_list": index}}},
    }
    collections = f"{url}/api/v2/tenants/default_tenant/databases/default_database/collections"
    name = f"planted-{program.parent.name[-40:].strip('_-')}"
    made = httpx.post(collections, json={"name": name, by: given[by]})
    assert made.status_code == 200, made.text
    assert str(program) in made.text
    store = VectorStore(ChromaServer(url, OWNER))
    with pytest.raises(CollectionUntrustedError) as caught:
        act(store, name, encoder)
    store.close()
    assert caught.value.facts == {"name": name}
    assert not (program.parent / "ran").exists()
