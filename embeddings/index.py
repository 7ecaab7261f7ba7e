"""The vector index of a corpus: what is filed in Chroma, when it is written anew, and who may write."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from corpus.library import Corpus
from corpus.passages import Passage
from embeddings.chroma_folder import ChromaFolder
from embeddings.encoder import Encoder, Vector
from embeddings.errors import EmbeddingError, HomeUnwritableError, IndexBusyError, StoreBrokenError
from embeddings.kept_vectors import KeptVectors
from embeddings.samples import ExpectedByMeaning, SampleKernel
from embeddings.store import Changes, Chroma, Record, VectorStore

# Raise this when what is embedded, or how, changes: the index is then built anew.
_SCHEME = 1
SECONDS_TO_WAIT = 10
_FEW, _DEEPEST = 300, 600
"""So many passages are compared one by one; so far a search goes down to find enough of more."""
_REMEMBERED = 5_000
"""Vectors, of 1.5 kB each."""
_ENOUGH = 4
"""A part as large as one in so many of what is wanted otherwise."""
_SURE = 2
"""So many times as many as are wanted are looked for: the last of what a graph finds are not surely the nearest."""
Ids = Sequence[str] | npt.NDArray[np.object_]
Notice = Literal["store_set_aside", "index_old_state", "index_waiting"]
_NO_SPREAD = 1e-9
_Locked = Literal["at once", "after waiting"] | None


@dataclass(frozen=True, slots=True)
class Similarity:
    """How near one question is to what is filed.

    `passages`: cosine similarities by passage id. `asked`: by passage id, how much the question is like those expected
    for the passage and not for others. `foreseen`: of the nearest passages that came in without any, how
    much it is like those that their words lead to expect, in standard deviations of `asked`. `kinds`: how much it is
    like the samples "beyond" the corpus's scope, or of "danger", from about 0 to about 1; without a kind of which
    there are no samples.
    """

    passages: Mapping[str, float]
    kinds: Mapping[str, float]
    asked: Mapping[str, float] = field(default_factory=dict)
    foreseen: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Samples:
    """A corpus's samples: `within` its scope, by kind of what is not, and expected: (text, ids of passages)."""

    within: Sequence[str]
    kinds: Mapping[str, Sequence[str]]
    asked: Sequence[tuple[str, tuple[str, ...]]]

    @classmethod
    def of(cls, corpus: Corpus) -> "Samples":
        """Those that the corpus comes with."""
        kinds = {"beyond": corpus.scope.beyond, "danger": corpus.scope.danger}
        return cls(corpus.scope.within, kinds, [(text, p) for p, texts in corpus.asked.items() for text in texts])

    @property
    def texts(self) -> list[str]:
        """All of them."""
        return [
            *self.within,
            *(text for texts in self.kinds.values() for text in texts),
            *(text for text, _ in self.asked),
        ]

    @property
    def labels(self) -> list[tuple[str, ...]]:
        """For each of them its kind, or the passages that answer it; nothing for those within the scope."""
        return [
            *(() for _ in self.within),
            *((kind,) for kind, texts in self.kinds.items() for _ in texts),
            *(passages for _, passages in self.asked),
        ]


class VectorIndex:
    """The passages of a corpus, and the sample questions of its scope, found by meaning."""

    def __init__(self, folder: Path, corpus: Corpus, fingerprint: str, chroma: Chroma | None = None) -> None:
        """`chroma`: where the passages are kept, by default in the folder; beside it, what is this machine's alone."""
        self._folder, self._fingerprint = folder, fingerprint
        self._chroma = chroma or ChromaFolder(folder)
        self._passages = [passage_record(passage) for passage in corpus.passages]
        self._hashes = {record.id: record.content_hash for record in self._passages}
        self._samples = Samples.of(corpus)
        self._unasked = frozenset(passage.id for passage in corpus.passages if corpus.is_unasked(passage.entry))
        self._sample_vectors = KeptVectors(folder.with_name(f"{folder.name}.samples.npz"), f"{_SCHEME}-{fingerprint}")
        self._name = f"passages-{_SCHEME}-{fingerprint}"
        if self._chroma.owner:
            whose = f"{self._chroma.owner} {corpus.manifest.name}"
            self._name = f"{hashlib.sha256(whose.encode()).hexdigest()[:12]}-{self._name}"
        self._store: VectorStore | None = None
        self._searchable: frozenset[str] = frozenset()
        self._expected: ExpectedByMeaning | None = None
        self._kernel: SampleKernel | None = None
        self._read: dict[str, Vector] = {}
        self._in_use = threading.RLock()  # nobody searches in a store that another thread closes

    def prepare(self, encoder: Encoder, notify: Callable[[Notice], None]) -> Changes:
        """Makes the index fit the corpus; one process writes at a time.

        While another one writes, the old state serves; where there is none yet, waits `SECONDS_TO_WAIT`.
        A corrupt store is set aside and built anew. Raises HomeUnwritableError, IndexBusyError,
        StoreUnreachableError.
        """
        if self._open_current():
            return Changes()
        try:
            with self._lock(notify) as locked:
                return self._built(encoder, notify) if locked else Changes()
        except IndexBusyError:
            self.close()  # there is nothing in it yet
            raise

    def _built(self, encoder: Encoder, notify: Callable[[Notice], None]) -> Changes:
        if self._open_current():  # another process has done it
            return Changes()
        if self._store is None:
            self._set_aside(notify)
        try:
            return self._sync(encoder)
        except StoreBrokenError:
            self._set_aside(notify)
            return self._sync(encoder)

    def learn(self) -> None:
        """Takes in the sample questions, which takes a moment; else the first search does."""
        with self._in_use:
            self._sample_kernel()
            self._expected_by_meaning()

    def rebuild(self, encoder: Encoder, notify: Callable[[Notice], None]) -> Changes:
        """Sets the store aside and builds it anew, for one that opens well and then fails to search.

        On a server, what is missing there is built. One that could not be opened before, since another process was
        building it, say, is brought up to the corpus as soon as it can be; nobody waits for that. Raises as `prepare`
        does.
        """
        with self._in_use:
            if self._store is None:
                with self._acquired("lock", 0):
                    return self._built(encoder, notify)
            with self._lock(notify, old_state_serves=False) as locked:
                if locked == "after waiting" and self._open_current():  # the other one has done it
                    return Changes()
                self._set_aside(notify)
                return self._sync(encoder)

    def following(self, corpus: Corpus, encoder: Encoder) -> "VectorIndex":
        """The index of what the corpus has become, brought up to it; this one is searched in meanwhile.

        Raises StoreBrokenError, HomeUnwritableError, or IndexBusyError while another process writes.
        """
        if self._store is None:
            raise StoreBrokenError(folder=str(self._folder), reason="not open")
        index = VectorIndex(self._folder, corpus, self._fingerprint, self._chroma)
        with self._lock(lambda _: None, old_state_serves=False):
            self._reopen(self._store)
            index._store = self._store
            index._sync(encoder, self._passages)
        if index._samples == self._samples:  # what was learned from them holds
            index._kernel, index._expected = self._kernel, self._expected
        return index

    def search(self, vector: Vector, limit: int, among: Ids | None = None) -> Similarity:
        """The passages nearest to a vector, and how near the sample questions are.

        `among`: ids of passages that are wanted above others: a few are all looked at, for many the search goes deeper.

        A passage that the corpus no longer holds in these words, in the old state of an index that another
        process is writing, is left out. Waits while the index is built anew. Raises StoreBrokenError.
        """
        with self._in_use:
            return self._search(vector, limit, among)

    def _search(self, vector: Vector, limit: int, among: Ids | None) -> Similarity:
        if self._store is None:
            raise StoreBrokenError(folder=str(self._folder), reason="not open")
        found = self._nearest(self._store, vector, limit, among)
        if len(found) < min(limit, len(self._searchable)) // 2:  # of a graph that is lost, Chroma tells nothing
            raise StoreBrokenError(folder=str(self._folder), reason="records are lost")
        known = {i: near for i, near in found.items() if i in self._searchable}
        like, expected = self._sample_kernel().scores(vector), self._expected_by_meaning()
        return Similarity(
            known,
            {kind: like[kind] for kind in self._samples.kinds if kind in like},
            _together(expected.scores(vector), like),
            self._foreseen(vector, known, expected),
        )

    def _nearest(self, store: VectorStore, vector: Vector, limit: int, among: Ids | None) -> Mapping[str, float]:
        """Chroma's own filters look at every record, which takes fifty times as long as the search."""
        wanted = len(self._passages) if among is None else len(among)
        if among is not None and 0 < wanted <= _FEW:
            own = store.vectors(self._name, list(among))
            near = {identity: float(other @ vector) for identity, other in own.items()}
            return store.search(self._name, vector, limit) | near
        deep = max(limit, min(limit * len(self._passages) // (_ENOUGH * max(wanted, 1)), _DEEPEST))
        return dict(islice(store.search(self._name, vector, max(deep, _SURE * limit)).items(), deep))

    def _foreseen(self, vector: Vector, near: Iterable[str], expected: ExpectedByMeaning) -> dict[str, float]:
        wanted = [identity for identity in near if identity in self._unasked] if expected.passages else []
        if not wanted:
            return {}
        assert self._store is not None
        if not expected.has_learned:
            own = self._store.vectors(self._name, expected.passages)
            if len(own) < len(expected.passages):  # another process is writing
                return {}
            expected.learn(np.stack([own[identity] for identity in expected.passages]))
        vectors = self._remembered(self._store, wanted)
        if not vectors:
            return {}
        values = expected.foreseen(vector, np.stack(list(vectors.values())))
        return dict(zip(vectors, values.tolist(), strict=True))

    def _remembered(self, store: VectorStore, wanted: Sequence[str]) -> dict[str, Vector]:
        """The vectors of those that there are; to read one again takes longer than the search."""
        unread = [identity for identity in wanted if identity not in self._read]
        if len(self._read) + len(unread) > _REMEMBERED:
            self._read, unread = {}, list(wanted)
        self._read |= store.vectors(self._name, unread)
        return {identity: self._read[identity] for identity in wanted if identity in self._read}

    def _sample_kernel(self) -> SampleKernel:
        """All samples, as far as they are embedded, under their kind or the passages that answer them."""
        if self._kernel is None:
            held, vectors = self._sample_vectors.of(self._samples.texts)
            labels = self._samples.labels
            self._kernel = SampleKernel(vectors, [labels[number] for number in held])
        return self._kernel

    def _expected_by_meaning(self) -> ExpectedByMeaning:
        """The questions expected for passages, as far as they are embedded."""
        if self._expected is None:
            held, vectors = self._sample_vectors.of([text for text, _ in self._samples.asked])
            self._expected = ExpectedByMeaning(vectors, [self._samples.asked[number][1] for number in held])
        return self._expected

    def vectors(self) -> dict[str, Vector]:
        """The vector of each passage, by id. Raises as `search` does."""
        with self._in_use:
            if self._store is None:
                raise StoreBrokenError(folder=str(self._folder), reason="not open")
            found: dict[str, Vector] = {}
            for start in range(0, len(self._passages), _FEW):
                found |= self._store.vectors(self._name, [one.id for one in self._passages[start : start + _FEW]])
            return found

    def close(self) -> None:
        """Lets go of the store."""
        if self._store is not None:
            self._store.close()
            self._store = None
        self._sample_vectors.forget()
        self._read = {}
        self._expected = self._kernel = None

    def _open_current(self) -> bool:
        self.close()
        try:
            self._store = self._opened()
            if self._store.is_current(self._name, self._passages):
                self._searchable = frozenset(self._hashes)
                return self._sample_vectors.holds(self._samples.texts)
            held = self._store.content_hashes(self._name)
            self._searchable = frozenset(i for i, digest in self._hashes.items() if held.get(i) == digest)
            return False
        except EmbeddingError as error:
            self.close()  # what is open and not known would find nothing, and nobody would be told
            if isinstance(error, StoreBrokenError):
                return False
            raise

    def _opened(self) -> VectorStore:
        """The store; one process opens at a time, since Chroma lays a new folder out while it opens it."""
        lock = self._acquired("opening", SECONDS_TO_WAIT)
        try:
            return VectorStore(self._chroma)
        finally:
            lock.release()

    def _reopen(self, store: VectorStore) -> None:
        lock = self._acquired("opening", SECONDS_TO_WAIT)
        try:
            store.reopen()
        finally:
            lock.release()

    def _sync(self, encoder: Encoder, before: Sequence[Record] = ()) -> Changes:
        store, self._store = self._store or self._opened(), None  # nobody searches in what is half done
        try:
            changes = store.sync(self._name, self._passages, encoder.encode_passages, before)
            self._sample_vectors.keep(self._samples.texts, encoder.encode_queries)
            if not self._chroma.owner:
                store.keep_only(self._name)
        except BaseException:
            store.close()  # Chroma waits for ever behind a transaction that a full disk cut short
            raise
        self._store, self._searchable = store, frozenset(self._hashes)
        return changes

    def _set_aside(self, notify: Callable[[Notice], None]) -> None:
        """Makes way for a store that is built anew; its contents come from the corpus anyway."""
        if self._chroma.owner and self._store is not None and self._store.is_current(self._name, self._passages):
            self._store.drop(self._name)  # whole by what it says, so that a sync would find nothing to do
        self.close()
        if self._chroma.set_aside():
            notify("store_set_aside")

    @contextmanager
    def _lock(self, notify: Callable[[Notice], None], old_state_serves: bool = True) -> Iterator[_Locked]:
        """Yields "at once" or "after waiting" to the one writer, None where another writes and the old state serves."""
        when: _Locked = "at once"
        try:
            lock = self._acquired("lock", 0)
        except IndexBusyError:
            if old_state_serves and self._store is not None and self._store.can_serve(self._name):
                notify("index_old_state")
                yield None
                return
            notify("index_waiting")
            lock, when = self._acquired("lock", SECONDS_TO_WAIT), "after waiting"
        try:
            yield when
        finally:
            lock.release()

    def _acquired(self, kind: str, seconds: float) -> FileLock:
        """A file lock beside the folder, held. Raises IndexBusyError if another has it for longer than `seconds`."""
        lock = FileLock(self._folder.with_name(f"{self._folder.name}.{kind}"))
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=seconds)
        except Timeout as error:
            raise IndexBusyError(seconds=SECONDS_TO_WAIT) from error
        except OSError as error:
            raise HomeUnwritableError(folder=str(self._folder), reason=str(error)) from error
        return lock


def _together(expected: Mapping[str, float], like: Mapping[str, float]) -> dict[str, float]:
    """Two measures of how much a question is like those expected for a passage, each by its own spread."""
    if len(expected) < 2:
        return dict(expected)
    both = np.array([[expected[passage], like[passage]] for passage in expected])
    sums = ((both - both.mean(axis=0)) / (both.std(axis=0) + _NO_SPREAD)).sum(axis=1)
    return dict(zip(expected, sums.tolist(), strict=True))


def passage_record(passage: Passage) -> Record:
    """What is embedded of a passage, the town's name before its words, and what Chroma files with it."""
    entry, town = passage.entry, passage.entry.municipality
    return Record(
        id=passage.id,
        text=f"{town.name} {passage.text}",
        metadata={
            "entry_id": entry.id,
            "municipality": town.name,
            "code": town.code,
            "prefecture": town.prefecture,
            "region": town.region,
            "kind": town.kind,
            **({} if town.population is None else {"population": town.population}),
            "theme": entry.theme,
            "aspect": entry.aspect,
            "text_status": entry.text_status,
            "source_url": entry.source.url,
        },
    )
