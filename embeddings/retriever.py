"""A question's words and vector → the passages that may answer it, best first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from corpus.library import Corpus
from corpus.passages import Passage
from embeddings.encoder import Vector
from embeddings.expansion import Expansion
from embeddings.index import Similarity, VectorIndex
from embeddings.kept_terms import KeptTerms
from embeddings.lexical import LexicalIndex, Terms

MOST = 500
"""So many passages are looked at to answer a question."""
_DEEPEST = 200
"""So many of them by meaning."""
_NEAREST = 3
"""So many of a passage's expected questions are looked at by words."""
_NO_NUMBERS = np.array([], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts.

    `meaning` and `asked`, similarity to the passage and to the questions expected for it, count in standard deviations
    among all passages, since the absolute value means nothing; `own_words` and `asked_words`, BM25 with the passage
    and with such a question, and `other_words`, by the glossary, count in units of rarity.
    """

    meaning: float = 0.5
    asked: float = 2.0
    own_words: float = 0.4
    asked_words: float = 1.2
    other_words: float = 0.8


FULL = Weights()
"""The weights that answers are found with."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, its fused score, and the parts of it.

    `similarity` to the passage, and `asked`, its likeness to the questions expected for it, are None where not known.
    """

    passage: Passage
    score: float
    similarity: float | None
    asked: float | None
    own_words: float
    asked_words: float
    other_words: float


@dataclass(frozen=True, slots=True)
class Hits:
    """The passages for one question, best first, and how near it is to the corpus's sample questions.

    `best_anywhere`: the score of the best passage, also where that is of a town that was left out.
    """

    passages: tuple[Hit, ...]
    similarity: Similarity | None
    best_anywhere: float = 0.0


class Retriever:
    """Searches one corpus by words, by the glossary and, where there is an index of vectors, by meaning.

    A row is not favoured for having more sentences: whoever ranks rows takes the best passage of each.
    """

    def __init__(self, corpus: Corpus, weights: Weights = FULL, kept: KeptTerms | None = None) -> None:
        """`kept`: what was read of the corpus before, which is not read again."""
        self._weights = weights
        self._passages = [p for p in corpus.passages if p.entry.text_status != "reference"]
        self._ids = np.array([passage.id for passage in self._passages], dtype=object)
        self._place = {identity: number for number, identity in enumerate(self._ids.tolist())}
        self._by_code = _numbers_by(passage.entry.municipality.code for passage in self._passages)
        self._by_theme = _numbers_by(passage.entry.theme for passage in self._passages)
        self.terms = Terms(corpus.glossary)
        self.kept = kept or KeptTerms()
        terms = self.kept.of([passage.text for passage in self._passages], self.terms)
        self._lexical = LexicalIndex(terms)
        self._expansion = Expansion(corpus.glossary, self.terms, terms)
        self._unasked = np.array([corpus.is_unasked(passage.entry) for passage in self._passages], dtype=np.bool_)
        self._expected = Expected(corpus.asked, self._place, self.terms)

    def search(
        self,
        words: str,
        vector: Vector | None,
        index: VectorIndex | None,
        codes: Collection[str] | None,
        theme: str | None = None,
        most: int | None = MOST,
    ) -> Hits:
        """The best passages of the towns with these codes (None: of all towns) and of the theme (None: of all).

        `vector` is the question's, to be looked up in `index`; either being None, words alone decide. `most`: so many
        of them; None for all.
        """
        among = self._among(codes, theme)
        similarity = None
        if vector is not None and index is not None:
            similarity = self._similar(vector, index, among)
        own = self.terms(words)
        by_own, by_other = self._lexical.scores(own), self._expansion.scores(own)
        # What came in without questions that are expected for it is asked for by its own words, for all that is known.
        by_asked = np.where(self._unasked, by_own, self._expected.scores(own))
        # What is out of bounds still is the yardstick: a town is no better an answer for being looked at alone.
        near = similarity.passages if similarity else {}
        asked = similarity.asked if similarity else {}
        weights = self._weights
        fused = (
            weights.meaning * self._standardised(near, unknown="least")
            + weights.asked * self._foreseen(self._standardised(asked, unknown="mean"), similarity)
            + weights.own_words * by_own
            + weights.asked_words * by_asked
            + weights.other_words * by_other
        )
        numbers = _best(fused, among, most)
        scores = zip(*(part[numbers].tolist() for part in (fused, by_own, by_asked, by_other)), strict=True)
        hits = (
            Hit(self._passages[number], score, near.get(identity), asked.get(identity), *by_words)
            for number, identity, (score, *by_words) in zip(numbers.tolist(), self._ids[numbers], scores, strict=True)
        )
        return Hits(tuple(hits), similarity, float(fused.max(initial=0.0)))

    def _among(self, codes: Collection[str] | None, theme: str | None) -> npt.NDArray[np.intp] | None:
        """The numbers of the passages that are wanted, ascending; None for all."""
        wanted = None if codes is None else np.sort(_joined(self._by_code.get(code) for code in codes))
        if theme is None:
            return wanted
        of_theme = self._by_theme.get(theme, _NO_NUMBERS)
        return of_theme if wanted is None else np.intersect1d(wanted, of_theme, assume_unique=True)

    def _similar(self, vector: Vector, index: VectorIndex, among: npt.NDArray[np.intp] | None) -> Similarity:
        """The passages nearest to a vector; in a corpus that is searched in part, enough of those that are wanted."""
        if among is None or len(self._passages) <= _DEEPEST:
            return index.search(vector, _DEEPEST)
        return index.search(vector, _DEEPEST, self._ids[among])

    def _foreseen(self, asked: npt.NDArray[np.float64], similarity: Similarity | None) -> npt.NDArray[np.float64]:
        """Likeness to expected questions, with what is foreseen for what came in without any."""
        if similarity is None or not similarity.foreseen:
            return asked
        least = min(0.0, *similarity.foreseen.values())
        return np.where(self._unasked, self._spread(similarity.foreseen, least), asked)

    def _standardised(self, found: Mapping[str, float], unknown: Literal["least", "mean"]) -> npt.NDArray[np.float64]:
        """Each passage's distance from the mean of what was found in standard deviations; an unknown one as told."""
        known = {identity: value for identity, value in found.items() if identity in self._place}
        if len(known) < 2:
            return np.zeros(len(self._passages))
        values = np.array(list(known.values()))
        values = (values - values.mean()) / (values.std() or 1.0)
        instead = values.min() if unknown == "least" else 0.0
        return self._spread(dict(zip(known, values.tolist(), strict=True)), instead)

    def _spread(self, found: Mapping[str, float], instead: float) -> npt.NDArray[np.float64]:
        """What was found of each passage, in order; something instead where nothing was."""
        values = np.full(len(self._passages), instead)
        known = [(self._place[identity], value) for identity, value in found.items() if identity in self._place]
        if known:
            places, own = zip(*known, strict=True)
            values[list(places)] = own
        return values


class Expected:
    """Search by words in the questions that a corpus expects for its passages."""

    def __init__(self, asked: Mapping[tuple[str, ...], Sequence[str]], place: Mapping[str, int], terms: Terms) -> None:
        """`place`: the number of each passage, by its id."""
        self._size = len(place)
        texts = [text for own in asked.values() for text in own]
        self._lexical = LexicalIndex([terms(text) for text in texts])
        # One line for each group of passages that share their questions, filled up with the number after the last.
        counts = np.array([len(own) for own in asked.values()], dtype=np.intp)
        held = np.arange(max(_NEAREST, counts.max(initial=0))) < counts[:, np.newaxis]
        self._questions = np.full(held.shape, len(texts), dtype=np.intp)
        self._questions[held] = np.arange(len(texts))
        self._best = np.clip(counts, 1, _NEAREST)
        pairs = [(place[identity], line) for line, group in enumerate(asked) for identity in group if identity in place]
        self._passages, self._lines = np.array(pairs, dtype=np.intp).reshape(-1, 2).T

    def scores(self, own: Sequence[str]) -> npt.NDArray[np.float64]:
        """For each passage the mean BM25 score of its best few questions; shape (number of passages,)."""
        of_questions = np.append(self._lexical.scores(own), 0.0)[self._questions]
        best = np.partition(of_questions, -_NEAREST, axis=1)[:, -_NEAREST:].sum(axis=1) / self._best
        found = np.zeros(self._size)
        np.maximum.at(found, self._passages, best[self._lines])
        return found


def _best(
    scores: npt.NDArray[np.float64], among: npt.NDArray[np.intp] | None, most: int | None
) -> npt.NDArray[np.intp]:
    """The numbers of the best scores, best first and, of equal ones, in their order."""
    numbers = np.arange(len(scores)) if among is None else among
    own = scores[numbers]
    if most is not None and most < len(numbers):
        least = np.partition(own, -most)[-most]
        numbers, own = numbers[own >= least], own[own >= least]
    return numbers[np.argsort(-own, kind="stable")][:most]


def _numbers_by(keys: Iterable[str]) -> dict[str, npt.NDArray[np.intp]]:
    """Under each key the places at which it stands."""
    found: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        found.setdefault(key, []).append(number)
    return {key: np.array(numbers, dtype=np.intp) for key, numbers in found.items()}


def _joined(parts: Iterable[npt.NDArray[np.intp] | None]) -> npt.NDArray[np.intp]:
    return np.concatenate([_NO_NUMBERS, *(part for part in parts if part is not None)])
