"""The sample questions of a corpus, in memory: how near a question is to each kind, and whose questions it is like."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from embeddings.encoder import Matrix, Vector

NEAREST = 3
"""So many sample questions of a kind are looked at."""
_SHRINKAGE = 0.5
"""How far the spread of the samples is drawn towards a sphere: there are few for so many dimensions."""


def nearest(samples: Matrix, vector: Vector) -> list[float]:
    """The cosine similarities of the samples nearest to a question, best first."""
    if not samples.size:
        return []
    similarities = samples @ vector
    kept = min(NEAREST, len(similarities))
    return sorted(np.partition(similarities, -kept)[-kept:].tolist(), reverse=True)


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
        self._samples, self._of_passages = samples, _padded([np.flatnonzero(own == p) for p in place.values()])
        means = np.stack([samples[own == p].mean(axis=0) for p in place.values()])
        self._directions = np.linalg.solve(_spread(samples - means[own]), means.T).T
        self._offsets = -0.5 * np.einsum("pd,pd->p", means, self._directions)

    def scores(self, vector: Vector) -> Mapping[str, float]:
        """For each passage with questions, how much a question is like those; only differences mean something."""
        if not self._passages:
            return {}
        values = self._directions @ vector + self._offsets
        return dict(zip(self._passages, values.tolist(), strict=True))

    def nearest(self, vector: Vector) -> list[float]:
        """For the few passages that come nearest, how near the nearest of their questions are, in the mean."""
        if not self._passages:
            return []
        similarities = np.append(self._samples @ vector, np.nan)[self._of_passages]
        near = np.nanmean(np.sort(-similarities)[:, :NEAREST], axis=1)
        return sorted((-near).tolist(), reverse=True)[:NEAREST]


def _padded(groups: Sequence[npt.NDArray[np.int_]]) -> npt.NDArray[np.int_]:
    """The groups as rows of one table; -1 where a group has no more."""
    table = np.full((len(groups), max(map(len, groups))), -1)
    for row, group in zip(table, groups, strict=True):
        row[: len(group)] = group
    return table


def _spread(apart: Matrix) -> npt.NDArray[np.float64]:
    """The covariance of distances from the means, drawn towards a sphere so that it can be divided by."""
    spread = apart.T.astype(np.float64) @ apart / len(apart)
    roundness = np.trace(spread) / len(spread) or 1.0
    return (1 - _SHRINKAGE) * spread + _SHRINKAGE * roundness * np.eye(len(spread))
