"""The sample questions of a corpus, in memory: which kind of them a question is like, and which passage's."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.encoder import Matrix, Vector

_MADE_UP_FOR = 1.75
"""Found with the questions of four towns at a time left out: docs/corpus.md."""
_SHRINKAGE = 0.5
"""How far the spread of the samples is drawn towards a sphere: there are few for so many dimensions."""


class KindByMeaning:
    """How much more a question is like the samples of one kind than like all others.

    Fisher's linear discriminant (1936) again, between two groups: their spread within is divided out.
    """

    def __init__(self, kind: Matrix, others: Matrix) -> None:
        first, second = kind.mean(axis=0), others.mean(axis=0)
        spread = _spread(np.vstack([kind - first, others - second]))
        self._direction = np.linalg.solve(spread, first - second)
        self._offset = -0.5 * float((first + second) @ self._direction)

    def score(self, vector: Vector) -> float:
        """Above 0 if the question is nearer to the kind; in logarithms of odds, were both groups normal and alike."""
        return float(self._direction @ vector) + self._offset


class ExpectedByMeaning:
    """The questions that a corpus expects for its passages, and for which passage a question is.

    All questions are alike in being questions, and a plain cosine mostly says so. Fisher's linear discriminant (1936)
    divides by the spread of the questions within the passages, so that what sets passages apart is left.
    """

    def __init__(self, samples: Matrix, passages: Sequence[str]) -> None:
        """`passages`: for each sample the id of the passage that answers it."""
        self.passages = list(dict.fromkeys(passages))
        if not self.passages:
            return
        place = {passage: number for number, passage in enumerate(self.passages)}
        own = np.array([place[passage] for passage in passages])
        self._means = np.stack([samples[own == p].mean(axis=0) for p in place.values()])
        self._within = _spread(samples - self._means[own])
        self._directions, self._offsets = self._discriminants(self._means)
        self._from_words: npt.NDArray[np.float64] | None = None

    def scores(self, vector: Vector) -> Mapping[str, float]:
        """For each passage with questions, how much a question is like those; only differences mean something."""
        if not self.passages:
            return {}
        values = self._directions @ vector + self._offsets
        return dict(zip(self.passages, values.tolist(), strict=True))

    def learn(self, vectors: Matrix) -> None:
        """Learns from the passages' own vectors, in the order of `passages`, what questions words lead to.

        Ridge regression from a passage's vector to the mean of its questions (Hoerl and Kennard, 1970), in its dual
        form, since there are fewer passages than dimensions.
        """
        centre, asked = vectors.mean(axis=0), self._means.mean(axis=0)
        apart = (vectors - centre).astype(np.float64)
        kernel = apart @ apart.T
        ridge = np.trace(kernel) / len(kernel) * np.eye(len(kernel))
        self._centre, self._asked = centre, asked
        self._from_words = apart.T @ np.linalg.solve(kernel + ridge, self._means - asked)

    @property
    def has_learned(self) -> bool:
        """Whether questions can be foreseen."""
        return bool(self.passages) and self._from_words is not None

    def foreseen(self, vector: Vector, passages: Matrix) -> npt.NDArray[np.float64]:
        """How much a question is like those that passages without any would be asked by; shape (passages,).

        In standard deviations of `scores`. Foreseen means lie too near to the mean of all, which is made up for.
        """
        known = np.array(list(self.scores(vector).values()))
        means = self._asked + (passages - self._centre) @ self._from_words
        directions, offsets = self._discriminants(means)
        values = directions @ vector + offsets
        return np.asarray(_MADE_UP_FOR * (values - known.mean()) / (known.std() or 1.0))

    def _discriminants(self, means: Matrix) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        directions = np.linalg.solve(self._within, means.T).T
        return directions, -0.5 * np.einsum("pd,pd->p", means, directions)


def _spread(apart: Matrix) -> npt.NDArray[np.float64]:
    """The covariance of distances from the means, drawn towards a sphere so that it can be divided by."""
    spread = apart.T.astype(np.float64) @ apart / len(apart)
    roundness = np.trace(spread) / len(spread) or 1.0
    return (1 - _SHRINKAGE) * spread + _SHRINKAGE * roundness * np.eye(len(spread))
