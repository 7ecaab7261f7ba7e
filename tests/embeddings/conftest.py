"""The real corpus, and a small but real encoder: texts that share letters are near each other."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest

from embeddings.encoder import Matrix, Vector


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
