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
from embeddings.errors import CollectionUntrustedError, StoreBrokenError, StoreUnreachableError
from embeddings.index import VectorIndex
from embeddings.store import Changes, Record, VectorStore
from tests.chroma import chroma_server, free_port

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
    stores = [VectorStore(ChromaServer(url)), VectorStore(ChromaFolder(tmp_path / "index"))]
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
    chroma = ChromaServer(url)
    theirs = chroma.connect()
    theirs.get_or_create_collection("theirs", embedding_function=None)
    before = {collection.name for collection in theirs.list_collections()}
    for one in (encoder, other_encoder):
        index = VectorIndex(tmp_path / one.fingerprint / "index", corpus, one.fingerprint, ChromaServer(url))
        assert index.prepare(one, lambda _: None).added == len(corpus.passages)
        index.close()
    added = {collection.name for collection in theirs.list_collections()} - before
    assert {name.rpartition("-")[2] for name in added} == {"grams64", "grams65"}
    chroma.disconnect(theirs)


def test_a_second_machine_finds_what_the_first_has_embedded(url, tmp_path, corpus, encoder):
    first = VectorIndex(tmp_path / "first" / "index", corpus, "shared", ChromaServer(url))
    first.prepare(encoder, lambda _: None)
    embedded = len(encoder.embedded)
    second = VectorIndex(tmp_path / "second" / "index", corpus, "shared", ChromaServer(url))
    assert second.prepare(encoder, lambda _: None) == Changes()
    asked = encoder.encode_query("会議をつくった")
    assert second.search(asked, 5).passages == first.search(asked, 5).passages
    assert len(encoder.embedded) == embedded
    for index in (first, second):
        index.close()


def test_a_server_that_is_gone_is_told_and_found_again(tmp_path, encoder, at_once):
    port, asked = free_port(), encoder.encode_query("7番の文")
    with chroma_server(tmp_path / "chroma", port) as url:
        store = VectorStore(ChromaServer(url))
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
        index = VectorIndex(tmp_path / "index", corpus, "lost", ChromaServer(url))
        index.prepare(encoder, lambda _: None)
        before = index.search(encoder.encode_query("調査"), 5).passages
    with chroma_server(tmp_path / "empty", port):
        notices: list[str] = []
        assert index.rebuild(encoder, notices.append).added == len(corpus.passages)
        assert (index.search(encoder.encode_query("調査"), 5).passages, notices) == (before, [])
        index.close()


def test_a_server_that_failed_is_left_alone_for_a_while(encoder):
    """Else each question would wait for it."""
    server = ChromaServer(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StoreUnreachableError) as first:
        VectorStore(server)
    with pytest.raises(StoreUnreachableError) as second:
        VectorStore(server)
    assert "ConnectError" in str(first.value.facts["reason"])
    assert second.value.facts["reason"] == "left alone"


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
        VectorStore(ChromaServer(door, "wrong-token"))
    assert "401" in str(caught.value.facts["reason"])
    assert "wrong-token" not in repr(caught.value.facts)


def test_what_is_no_chroma_is_told(door):
    """It answers, and nothing that Chroma would."""
    with pytest.raises(StoreUnreachableError):
        VectorStore(ChromaServer(door, "合言葉".encode().decode("latin-1")))


def test_the_password_in_an_address_is_not_told():
    with pytest.raises(StoreUnreachableError) as caught:
        VectorStore(ChromaServer(f"http://name:secret@127.0.0.1:{free_port()}/path"))
    assert "secret" not in repr(caught.value.facts)


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(server_module, "_TIMEOUT", httpx.Timeout(0.3))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with pytest.raises(StoreUnreachableError) as caught:
            VectorStore(ChromaServer(f"http://127.0.0.1:{silent.getsockname()[1]}"))
        assert "ReadTimeout" in str(caught.value.facts["reason"])


def test_vectors_come_back_as_they_were_given_but_for_the_last_digit(url):
    store = VectorStore(ChromaServer(url))
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
    store = VectorStore(ChromaServer(url))
    with pytest.raises(CollectionUntrustedError) as caught:
        act(store, name, encoder)
    store.close()
    assert caught.value.facts == {"name": name}
    assert not (program.parent / "ran").exists()
