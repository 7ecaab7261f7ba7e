"""The real corpus, and a small but real encoder: texts that share letters are near each other."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.scope import Scope
from embeddings.encoder import Matrix, Vector
from embeddings.index import VectorIndex

SAMPLES = Scope(within=("何から始めればいい?", "会議は?"), beyond=("天気は?",))


class GramEncoder:
    """Character 1- to 3-grams hashed into 64 dimensions; `embedded` remembers every text that it was given."""

    name = "grams"

    def __init__(self, fingerprint: str = "grams64") -> None:
        self.fingerprint = fingerprint
        self.embedded: list[str] = []

    def encode_query(self, text: str) -> Vector:
        vector = np.zeros(64, dtype=np.float32)
        for size in (1, 2, 3):
            for start in range(len(text) - size + 1):
                gram = hashlib.blake2b(text[start : start + size].encode(), digest_size=4).digest()
                vector[int.from_bytes(gram, "big") % 64] += 1
        return vector / np.linalg.norm(vector)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        return np.stack([self.encode_query(text) for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        self.embedded += texts
        return np.stack([self.encode_query(text) for text in texts])


@pytest.fixture
def encoder() -> GramEncoder:
    return GramEncoder()


@pytest.fixture(scope="session")
def shared_encoder() -> GramEncoder:
    """For tests that do not look at what was embedded."""
    return GramEncoder()


@pytest.fixture
def other_encoder() -> GramEncoder:
    """The same, as a new version of the model would be."""
    return GramEncoder("grams65")


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
