"""One folder of Chroma collections, kept equal to the records that ought to be in it."""

import hashlib
import json
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from embeddings.encoder import Matrix, Vector
from embeddings.errors import HomeUnwritableError, IndexBusyError, StoreBrokenError

_COSINE: Any = {"hnsw": {"space": "cosine"}}
# Chroma takes at most 5,461 records in one call; small batches also keep the model's memory flat.
_BATCH = 256
# https://www.sqlite.org/rescode.html: READONLY, FULL, CANTOPEN; BUSY, LOCKED.
_SQLITE_CODE = re.compile(r"code: (\d+)")
_UNWRITABLE, _LOCKED = {"8", "13", "14"}, {"5", "6"}
_NO_FOLDER = "os error"
_LEAST_FREE = 1_000_000
_SECONDS_FOR_A_LOCK = 5
# What Chroma's Rust side raises over a damaged page or segment: a BaseException of a class that cannot be imported.
_PANIC = "PanicException"


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


class VectorStore:
    """Chroma on disk, for several threads.

    Every method may raise StoreBrokenError (the folder may be set aside and rebuilt), HomeUnwritableError
    (read-only, or the disk is full) or IndexBusyError (SQLite is locked by another process).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()  # nobody searches while the client is exchanged
        with _failures_of(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._client: Any = _client(folder)
        self._collections: dict[str, Any] = {}

    def close(self) -> None:
        """Lets go of the folder's files."""
        with self._lock:
            self._client.close()

    def reopen(self) -> None:
        """Looks at the folder anew: what another process wrote there is not found by search before."""
        with self._using():
            self._client.close()
            self._collections = {}
            self._client = _client(self._folder)

    def can_serve(self, name: str) -> bool:
        """True if a sync of the collection has ever ended: it is whole, if perhaps of an earlier state."""
        collection = self._existing(name)
        return collection is not None and bool((collection.metadata or {}).get("whole"))

    def is_current(self, name: str, records: Sequence[Record]) -> bool:
        """True if the last sync of the collection ended with just these records."""
        collection = self._existing(name)
        return collection is not None and (collection.metadata or {}).get("digest") == _digest(records)

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

    def keep_only(self, name: str) -> None:
        """Removes every other collection: those of an earlier model or scheme."""
        with self._using():
            for collection in self._client.list_collections():
                if collection.name != name:
                    self._client.delete_collection(collection.name)

    def vectors(self, name: str, identities: Sequence[str]) -> dict[str, Vector]:
        """The vectors of those of the records that there are, by id."""
        collection = self._existing(name)
        if collection is None or not identities:
            return {}
        with self._using():
            held = collection.get(ids=list(identities), include=["embeddings"])
        return dict(zip(held["ids"], np.asarray(held["embeddings"], dtype=np.float32), strict=True))

    def search(self, name: str, vector: Vector, limit: int, where: Mapping[str, Any] | None = None) -> dict[str, float]:
        """The nearest records, best first: id → cosine similarity. Empty without a collection."""
        found = self._query(
            name,
            query_embeddings=vector[np.newaxis, :],
            n_results=limit,
            where=dict(where) if where else None,
            include=["distances"],  # metadata would take longer than the search
        )
        if found is None:
            return {}
        ids, distances = found["ids"][0], found["distances"][0]
        return {identity: 1.0 - distance for identity, distance in zip(ids, distances, strict=True)}

    def _query(self, name: str, **wanted: Any) -> Any:
        """What Chroma finds; None without a collection. To look a collection up takes as long as the search."""
        with self._using():
            if name in self._collections:
                try:
                    return self._collections[name].query(**wanted)
                except NotFoundError:  # another process has made it anew
                    del self._collections[name]
            collection = self._existing(name)
            if collection is None:
                return None
            self._collections[name] = collection
            return collection.query(**wanted)

    def content_hashes(self, name: str) -> dict[str, str]:
        """The content hash of every record of a collection, by id."""
        collection = self._existing(name)
        if collection is None:
            return {}
        with self._using():
            held = collection.get(include=["metadatas"])
        return {i: str(m["content_hash"]) for i, m in zip(held["ids"], held["metadatas"] or [], strict=True)}

    @contextmanager
    def _using(self) -> Iterator[None]:
        with self._lock, _failures_of(self._folder):
            yield

    def _existing(self, name: str) -> Any:
        with self._using():
            try:
                return self._client.get_collection(name, embedding_function=None)
            except NotFoundError:
                return None


def _client(folder: Path) -> Any:
    _check_free(folder / "chroma.sqlite3")
    try:
        client: Any = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    except BaseException:
        # Chroma remembers a system that did not start, and would hand it out again for this folder.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)
        raise
    try:
        client.list_collections()
    except BaseException:
        client.close()
        raise
    return client


def _check_free(file: Path) -> None:
    """Raises IndexBusyError where another program holds the file: Chroma would wait for it for ever.

    Whatever else is wrong with the file, Chroma tells.
    """
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=_SECONDS_FOR_A_LOCK, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")  # Chroma opens as one that may write
            connection.rollback()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise IndexBusyError(seconds=_SECONDS_FOR_A_LOCK) from error


@contextmanager
def _failures_of(folder: Path) -> Iterator[None]:
    """Chroma's failures as ours; it passes SQLite's result code on in its message only."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, ChromaError | OSError) and type(error).__name__ != _PANIC:
            raise
        code = _SQLITE_CODE.search(str(error))
        unwritable = isinstance(error, OSError) or (code and code[1] in _UNWRITABLE) or _NO_FOLDER in str(error)
        if unwritable or _is_full(folder):
            raise HomeUnwritableError(folder=str(folder), reason=str(error)) from error
        if code and code[1] in _LOCKED:
            raise IndexBusyError(seconds=0) from error
        raise StoreBrokenError(folder=str(folder), reason=str(error)) from error


def _is_full(folder: Path) -> bool:
    """True where no new store would fit, whatever Chroma says: a full disk comes in many words."""
    return folder.exists() and shutil.disk_usage(folder).free < _LEAST_FREE


def _digest(records: Sequence[Record]) -> str:
    state = sorted(f"{record.id} {record.content_hash}" for record in records)
    return hashlib.sha256("\n".join(state).encode()).hexdigest()


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
