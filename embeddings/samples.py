"""The sample questions of a corpus, in memory: which kind of them a question is like, and which passage's."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.encoder import Matrix, Vector

_MADE_UP_FOR = 1.75
"""Found with the questions of four towns at a time left out: docs/corpus.md."""
_SHRINKAGE = 0.5
"""How far the spread of the samples is drawn towards a sphere: there are few for so many dimensions."""
_RIDGE = 0.1
"""How far samples that contradict one another may be misread."""


class SampleKernel:
    """What a question is like, by all sample questions at once: the labels of those that lie near to it.

    Kernel ridge regression (Saunders, Gammerman and Vovk, 1998) of the labels, with a Gaussian kernel on the samples'
    directions from their mean. It follows groups of any shape, where a discriminant draws one straight line.
    """

    def __init__(self, samples: Matrix, labels: Sequence[Collection[str]]) -> None:
        """`labels`: those of each sample, none or several."""
        self.labels = tuple(dict.fromkeys(label for own in labels for label in own))
        if not self.labels:
            return
        from scipy.linalg import cho_factor, cho_solve  # takes a moment to import

        column = {label: number for number, label in enumerate(self.labels)}
        has = np.zeros((len(labels), len(column)), dtype=np.float32)
        for number, own in enumerate(labels):
            has[number, [column[label] for label in own]] = 1
        self._centre = samples.mean(axis=0)
        self._samples = self._directions(samples)
        kernel = self._kernel(self._samples)
        kernel[np.diag_indices_from(kernel)] += _RIDGE
        self._weights = cho_solve(cho_factor(kernel, overwrite_a=True), has)

    def scores(self, vector: Vector) -> Mapping[str, float]:
        """For each label how much a question is like its samples: about 1 for a sample itself, about 0 for others."""
        if not self.labels:
            return {}
        values = (self._kernel(self._directions(vector[np.newaxis])) @ self._weights)[0]
        return dict(zip(self.labels, values.tolist(), strict=True))

    def _directions(self, vectors: Matrix) -> Matrix:
        apart = vectors - self._centre
        lengths: Matrix = np.linalg.norm(apart, axis=1, keepdims=True)
        directions: Matrix = apart / np.where(lengths, lengths, 1)
        return directions

    def _kernel(self, directions: Matrix) -> Matrix:
        near: Matrix = np.exp(directions @ self._samples.T - 1)
        return near


class ExpectedByMeaning:
    """The questions that a corpus expects for its passages, and for which passage a question is.

    All questions are alike in being questions, and a plain cosine mostly says so. Fisher's linear discriminant (1936)
    divides by the spread of the questions within the passages, so that what sets passages apart is left.
    """

    def __init__(self, samples: Matrix, passages: Sequence[tuple[str, ...]]) -> None:
        """`passages`: for each sample the ids of the passages that answer it."""
        self._groups = list(dict.fromkeys(passages))
        self.passages = [group[0] for group in self._groups if len(group) == 1]
        """Those with questions of their own."""
        if not self._groups:
            return
        place = {group: number for number, group in enumerate(self._groups)}
        own = np.array([place[group] for group in passages])
        means = np.stack([samples[own == number].mean(axis=0) for number in place.values()])
        self._means = means[[len(group) == 1 for group in self._groups]]
        self._within = _spread(samples - means[own])
        self._directions, self._offsets = self._discriminants(means)
        self._from_words: npt.NDArray[np.float64] | None = None

    def scores(self, vector: Vector) -> Mapping[str, float]:
        """For each passage with questions, how much a question is like those; only differences mean something."""
        found: dict[str, float] = {}
        if self._groups:
            values = (self._directions @ vector + self._offsets).tolist()
            for group, value in zip(self._groups, values, strict=True):
                found |= {passage: max(value, found.get(passage, value)) for passage in group}
        return found

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
