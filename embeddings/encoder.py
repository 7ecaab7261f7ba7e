"""What the index needs of an embedding model."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]


class Tokens(NamedTuple):
    """A text token by token: `spans`, where each begins and ends in it, shape (tokens, 2); and each one's vector in its
    context, shape (tokens, dimensions), length 1.
    """

    spans: npt.NDArray[np.intp]
    vectors: Matrix


class Encoder(Protocol):
    """Texts → vectors of length 1. `fingerprint` changes with the model and with how it is asked."""

    @property
    def name(self) -> str:
        """What people call the model."""
        ...

    @property
    def fingerprint(self) -> str:
        """Short, of letters and digits: part of a collection's name."""
        ...

    def encode_query(self, text: str) -> Vector:
        """The vector of a question; shape (dimensions,)."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The vectors of many questions at once; shape (len(texts), dimensions)."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """The vectors of passages; shape (len(texts), dimensions)."""
        ...
