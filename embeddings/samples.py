"""The sample questions of a corpus, in memory: which kind of them a question is like, and which passage's."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from embeddings.encoder import Matrix, Vector

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
        self._passages = list(dict.fromkeys(passages))
        if not self._passages:
            return
        place = {passage: number for number, passage in enumerate(self._passages)}
        own = np.array([place[passage] for passage in passages])
        means = np.stack([samples[own == p].mean(axis=0) for p in place.values()])
        self._directions = np.linalg.solve(_spread(samples - means[own]), means.T).T
        self._offsets = -0.5 * np.einsum("pd,pd->p", means, self._directions)

    def scores(self, vector: Vector) -> Mapping[str, float]:
        """For each passage with questions, how much a question is like those; only differences mean something."""
        if not self._passages:
            return {}
        values = self._directions @ vector + self._offsets
        return dict(zip(self._passages, values.tolist(), strict=True))


def _spread(apart: Matrix) -> npt.NDArray[np.float64]:
    """The covariance of distances from the means, drawn towards a sphere so that it can be divided by."""
    spread = apart.T.astype(np.float64) @ apart / len(apart)
    roundness = np.trace(spread) / len(spread) or 1.0
    return (1 - _SHRINKAGE) * spread + _SHRINKAGE * roundness * np.eye(len(spread))
