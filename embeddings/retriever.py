"""A question's words and vector → the passages that may answer it, best first."""

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from corpus.library import Corpus
from corpus.passages import Passage
from embeddings.encoder import Vector
from embeddings.expansion import Expansion
from embeddings.index import Similarity, VectorIndex
from embeddings.lexical import LexicalIndex, Terms

_DEEPEST = 200
_NEAREST = 3
"""So many of a passage's expected questions are looked at by words."""


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

    def __init__(self, corpus: Corpus, weights: Weights = FULL, before: "Retriever | None" = None) -> None:
        """`before`: that of an earlier state of the corpus; words that it has read are not read again."""
        self._weights = weights
        self._passages = [p for p in corpus.passages if p.entry.text_status != "reference"]
        self.terms = Terms(corpus.glossary)
        known: Mapping[str, list[str]] = before._read if before else {}
        self._read: dict[str, list[str]] = {p.text: known.get(p.text) or self._terms_of(p.text) for p in self._passages}
        terms = [self._read[passage.text] for passage in self._passages]
        self._lexical = LexicalIndex(terms)
        self._expansion = Expansion(corpus.glossary, self.terms, terms)
        self._unasked = np.array([corpus.is_unasked(passage.entry) for passage in self._passages], dtype=np.bool_)
        self._expected = Expected(corpus.asked, self._passages, self.terms)

    def _terms_of(self, text: str) -> list[str]:
        return [sys.intern(term) for term in self.terms(text)]

    def search(
        self, words: str, vector: Vector | None, index: VectorIndex | None, codes: Collection[str] | None
    ) -> Hits:
        """All passages of the towns with these codes (None: of all towns), best first.

        `vector` is the question's, to be looked up in `index`; either being None, words alone decide.
        """
        similarity = None
        if vector is not None and index is not None:
            similarity = self._similar(vector, index, codes)
        own = self.terms(words)
        by_own, by_other = self._lexical.scores(own), self._expansion.scores(own)
        # What came in without questions that are expected for it is asked for by its own words, for all that is known.
        by_asked = np.where(self._unasked, by_own, self._expected.scores(own))
        among = [codes is None or passage.entry.municipality.code in codes for passage in self._passages]
        # What is out of bounds still is the yardstick: a town is no better an answer for being looked at alone.
        near = self._known(similarity.passages if similarity else {})
        asked = self._known(similarity.asked if similarity else {})
        weights = self._weights
        fused = (
            weights.meaning * _standardised(near, unknown="least")
            + weights.asked * self._foreseen(_standardised(asked, unknown="mean"), similarity)
            + weights.own_words * by_own
            + weights.asked_words * by_asked
            + weights.other_words * by_other
        )
        hits = (
            Hit(
                self._passages[i],
                float(fused[i]),
                near[i],
                asked[i],
                float(by_own[i]),
                float(by_asked[i]),
                float(by_other[i]),
            )
            for i in map(int, np.argsort(-fused, kind="stable"))
            if among[i]
        )
        return Hits(tuple(hits), similarity, float(fused.max(initial=0.0)))

    def _similar(self, vector: Vector, index: VectorIndex, codes: Collection[str] | None) -> Similarity:
        """The passages nearest to a vector; in a corpus that is searched in part, those of the towns added."""
        nearest = index.search(vector, _DEEPEST)
        if not codes or len(nearest.passages) < _DEEPEST:
            return nearest
        own = index.search(vector, _DEEPEST, {"code": {"$in": sorted(codes)}})
        return replace(nearest, passages={**nearest.passages, **own.passages})

    def _foreseen(self, asked: npt.NDArray[np.float64], similarity: Similarity | None) -> npt.NDArray[np.float64]:
        """Likeness to expected questions, with what is foreseen for what came in without any."""
        if similarity is None or not similarity.foreseen:
            return asked
        least = min(0.0, *similarity.foreseen.values())
        foreseen = np.array([similarity.foreseen.get(passage.id, least) for passage in self._passages])
        return np.where(self._unasked, foreseen, asked)

    def _known(self, found: Mapping[str, float]) -> list[float | None]:
        """What was found of each passage, in order."""
        return [found.get(passage.id) for passage in self._passages]


class Expected:
    """Search by words in the questions that a corpus expects for its passages."""

    def __init__(
        self, asked: Mapping[tuple[str, ...], Sequence[str]], passages: Sequence[Passage], terms: Terms
    ) -> None:
        self._size = len(passages)
        place = {passage.id: number for number, passage in enumerate(passages)}
        self._lexical = LexicalIndex([terms(text) for texts in asked.values() for text in texts])
        self._groups: list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]] = []
        first = 0
        for group, texts in asked.items():
            held = np.array([place[identity] for identity in group if identity in place], dtype=np.intp)
            self._groups.append((held, np.arange(first, first := first + len(texts))))

    def scores(self, own: Sequence[str]) -> npt.NDArray[np.float64]:
        """For each passage the mean BM25 score of its best few questions; shape (number of passages,)."""
        of_questions, best = self._lexical.scores(own), np.zeros(self._size)
        for passages, numbers in self._groups:
            best[passages] = np.maximum(best[passages], np.sort(of_questions[numbers])[-_NEAREST:].mean())
        return best


def _standardised(values: Sequence[float | None], unknown: Literal["least", "mean"]) -> npt.NDArray[np.float64]:
    """Each value's distance from the mean in standard deviations; one that is not known counts as told."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return np.zeros(len(values))
    mean, deviation = float(np.mean(known)), float(np.std(known)) or 1.0
    instead = min(known) if unknown == "least" else mean
    return np.array([((instead if value is None else value) - mean) / deviation for value in values])
