"""Chroma's collections, kept equal to the records that ought to be in them."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from chromadb.errors import NotFoundError

from embeddings.encoder import Matrix, Vector
from embeddings.errors import CollectionUntrustedError, StoreBrokenError

_COSINE: Any = {"hnsw": {"space": "cosine"}}
_NO_FUNCTION = ("legacy", "unknown")
"""How Chroma writes that vectors are brought along."""
# Chroma takes at most 5,461 records in one call; small batches also keep the model's memory flat.
_BATCH = 256
# SQLite takes at most 32,766 variables in one statement, and Chroma gives it one for each record.
_PAGE = 10_000


@dataclass(frozen=True)
class Record:
    """A text to embed and what is filed with it."""

    id: str
    text: str
    metadata: Mapping[str, str | int | float]

    @cached_property
    def content_hash(self) -> str:
        """Changes exactly when the text or its metadata do."""
        content = json.dumps([self.text, dict(self.metadata)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Changes:
    """How many records a sync added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


class Chroma(Protocol):
    """Where Chroma keeps its collections: a `ChromaFolder` or a `ChromaServer`."""

    @property
    def owner(self) -> str:
        """Whose collections ours are among those of others; nothing where there are no others."""
        ...

    def connect(self) -> Any:
        """A client of Chroma's."""
        ...

    def disconnect(self, client: Any) -> None:
        """Ends a client."""
        ...

    def failures(self) -> AbstractContextManager[None]:
        """Within it, what Chroma raises is raised as an EmbeddingError."""
        ...

    def set_aside(self) -> bool:
        """Makes way for a new store where this one is broken; True if something was moved away."""
        ...


class VectorStore:
    """The collections of one Chroma, for several threads.

    Every method may raise the failures of that Chroma, and StoreBrokenError for a collection that was lost.
    """

    def __init__(self, chroma: Chroma) -> None:
        self._chroma = chroma
        self._lock = threading.RLock()  # nobody searches while the client is exchanged
        with chroma.failures():
            self._client: Any = chroma.connect()
        self._collections: dict[str, Any] = {}

    def close(self) -> None:
        """Lets go of the folder's files, or of the server."""
        with self._lock:
            self._chroma.disconnect(self._client)

    def reopen(self) -> None:
        """Looks anew: what another process wrote to a folder is not found by search before."""
        with self._using():
            self._chroma.disconnect(self._client)
            self._collections = {}
            self._client = self._chroma.connect()

    def can_serve(self, name: str) -> bool:
        """True if a sync of the collection has ever ended: it is whole, if perhaps of an earlier state."""
        collection = self._existing(name)
        return collection is not None and bool((collection.metadata or {}).get("whole"))

    def is_current(self, name: str, records: Sequence[Record]) -> bool:
        """True if the last sync of the collection ended with just these records, and one of them can be read."""
        collection = self._existing(name)
        if collection is None or (collection.metadata or {}).get("digest") != _digest(records):
            return False
        with self._using():
            return len(collection.get(limit=1, include=["metadatas"])["ids"]) == min(1, len(records))

    def sync(
        self,
        name: str,
        records: Sequence[Record],
        embed: Callable[[Sequence[str]], Matrix],
        before: Sequence[Record] = (),
    ) -> Changes:
        """Adds, changes and removes what differs, by content hash; only what is new or changed is embedded.

        Stopped half-way, it goes on from there the next time. Searches go on meanwhile. `before`: the records of the
        last sync, if that is known; the collection is not read for them where it is still so.
        """
        with self._using():
            collection = self._client.get_or_create_collection(
                name, configuration=_COSINE, embedding_function=None, metadata={"digest": "", "whole": False}
            )
            _make_sure_of(collection)
            whole = bool((collection.metadata or {}).get("whole"))
            known = bool(before) and self.is_current(name, before)
            hashes = {r.id: r.content_hash for r in before} if known else self.content_hashes(name)
            collection.modify(metadata={"digest": "", "whole": whole})
        wanted = {record.id for record in records}
        stale = [record for record in records if hashes.get(record.id) != record.content_hash]
        gone = [identity for identity in hashes if identity not in wanted]
        for batch in _batches(stale):
            vectors = embed([record.text for record in batch])
            with self._using():
                collection.upsert(
                    ids=[record.id for record in batch],
                    embeddings=vectors,
                    metadatas=[{**record.metadata, "content_hash": record.content_hash} for record in batch],
                )
        with self._using():
            for identities in _batches(gone):
                collection.delete(ids=list(identities))
            collection.modify(metadata={"digest": _digest(records), "whole": True})
        changed = sum(record.id in hashes for record in stale)
        return Changes(len(stale) - changed, changed, len(gone))

    def drop(self, name: str) -> None:
        """Removes a collection that is there."""
        with self._using():
            self._client.delete_collection(name)

    def keep_only(self, name: str) -> None:
        """Removes every other collection: those of an earlier model or scheme."""
        with self._using():
            for collection in self._client.list_collections():
                if collection.name != name:
                    self._client.delete_collection(collection.name)

    def vectors(self, name: str, identities: Sequence[str]) -> dict[str, Vector]:
        """The vectors of those of the records that there are, by id. Raises StoreBrokenError without a collection."""
        if not identities:
            return {}
        held = self._with(name, lambda collection: collection.get(ids=list(identities), include=["embeddings"]))
        return dict(zip(held["ids"], np.asarray(held["embeddings"], dtype=np.float32), strict=True))

    def search(self, name: str, vector: Vector, limit: int) -> dict[str, float]:
        """The nearest records, best first: id → cosine similarity. Raises StoreBrokenError without a collection."""
        wanted: dict[str, Any] = {"query_embeddings": vector[np.newaxis, :], "n_results": limit}
        # Metadata would take longer than the search.
        found = self._with(name, lambda collection: collection.query(**wanted, include=["distances"]))
        ids, distances = found["ids"][0], found["distances"][0]
        return {identity: 1.0 - distance for identity, distance in zip(ids, distances, strict=True)}

    def _with(self, name: str, read: Callable[[Any], Any]) -> Any:
        """What is read of a collection. To look it up takes as long as a search, so that it is remembered."""
        with self._using():
            if name in self._collections:
                try:
                    return read(self._collections[name])
                except NotFoundError:  # another process has made it anew
                    del self._collections[name]
            collection = self._existing(name)
            if collection is None:
                raise StoreBrokenError(folder=name, reason="no such collection")
            self._collections[name] = collection
            return read(collection)

    def content_hashes(self, name: str) -> dict[str, str]:
        """The content hash of every record of a collection, by id."""
        collection = self._existing(name)
        hashes: dict[str, str] = {}
        while collection is not None:
            with self._using():
                held = collection.get(limit=_PAGE, offset=len(hashes), include=["metadatas"])
            if not held["ids"]:
                break
            hashes |= {i: str(m["content_hash"]) for i, m in zip(held["ids"], held["metadatas"], strict=True)}
        return hashes

    @contextmanager
    def _using(self) -> Iterator[None]:
        with self._lock, self._chroma.failures():
            yield

    def _existing(self, name: str) -> Any:
        with self._using():
            try:
                collection = self._client.get_collection(name, embedding_function=None)
            except NotFoundError:
                return None
            _make_sure_of(collection)
            return collection


def _make_sure_of(collection: Any) -> None:
    """Raises CollectionUntrustedError for a collection that somebody else made to have a program of theirs run.

    Whoever reaches a Chroma server can name an embedding function in the settings of a collection, with a model that
    brings its own code, and Chroma's client loads it, of all times when records are written (CVE-2026-45829; 1.5.9).
    Ours name none.
    """
    model = collection._model  # what Chroma's own properties give is loaded by then
    if _names_a_function([model.configuration_json, model.serialized_schema]):
        raise CollectionUntrustedError(name=collection.name)


def _names_a_function(settings: Any) -> bool:
    if isinstance(settings, Mapping):
        function = settings.get("embedding_function")
        if function is not None and (not isinstance(function, Mapping) or function.get("type") not in _NO_FUNCTION):
            return True
        settings = list(settings.values())
    return isinstance(settings, list) and any(map(_names_a_function, settings))


def _digest(records: Sequence[Record]) -> str:
    state = sorted(f"{record.id} {record.content_hash}" for record in records)
    return hashlib.sha256("\n".join(state).encode()).hexdigest()


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
