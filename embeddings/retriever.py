"""A question's words and vector → the passages that may answer it, best first."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.library import Corpus
from corpus.passages import Passage
from embeddings.encoder import Vector
from embeddings.expansion import Expansion
from embeddings.index import Similarity, VectorIndex
from embeddings.lexical import LexicalIndex, Terms

_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts.

    Similarity counts in standard deviations among the candidates, since its absolute value means nothing; BM25 and
    the glossary count in units of rarity.
    """

    meaning: float = 1.0
    own_words: float = 0.5
    other_words: float = 1.0


FULL = Weights()
"""The weights that answers are found with."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, its fused score, and the three parts of it; `similarity` is None without an embedding model."""

    passage: Passage
    score: float
    similarity: float | None
    own_words: float
    other_words: float


@dataclass(frozen=True, slots=True)
class Hits:
    """The passages for one question, best first, and how near it is to the corpus's sample questions."""

    passages: tuple[Hit, ...]
    similarity: Similarity | None


class Retriever:
    """Searches one corpus by words, by the glossary and, where there is an index of vectors, by meaning.

    A row is not favoured for having more sentences: whoever ranks rows takes the best passage of each.
    """

    def __init__(self, corpus: Corpus, weights: Weights = FULL) -> None:
        self._weights = weights
        self._passages = [p for p in corpus.passages if p.entry.text_status != "reference"]
        self.terms = Terms(corpus.glossary)
        terms = [self.terms(passage.text) for passage in self._passages]
        self._lexical = LexicalIndex(terms)
        self._expansion = Expansion(corpus.glossary, self.terms, terms)

    def search(
        self, words: str, vector: Vector | None, index: VectorIndex | None, codes: Collection[str] | None
    ) -> Hits:
        """All passages of the towns with these codes (None: of all towns), best first.

        `vector` is the question's, to be looked up in `index`; either being None, words alone decide.
        """
        similarity = None
        if vector is not None and index is not None:
            where = {"code": {"$in": sorted(codes)}} if codes else None  # Chroma refuses an empty list
            similarity = index.search(vector, _DEEPEST, where)
        own = self.terms(words)
        by_own, by_other = self._lexical.scores(own), self._expansion.scores(own)
        near = _standardised(
            [similarity.passages.get(passage.id) if similarity else None for passage in self._passages]
        )
        weights = self._weights
        fused = weights.meaning * near + weights.own_words * by_own + weights.other_words * by_other
        order = [
            int(i)
            for i in np.argsort(-fused, kind="stable")
            if codes is None or self._passages[int(i)].entry.municipality.code in codes
        ]
        hits = (
            Hit(
                self._passages[i],
                float(fused[i]),
                similarity.passages.get(self._passages[i].id) if similarity else None,
                float(by_own[i]),
                float(by_other[i]),
            )
            for i in order
        )
        return Hits(tuple(hits), similarity)


def _standardised(values: list[float | None]) -> npt.NDArray[np.float64]:
    """Each value's distance from the mean in standard deviations; one that is not known counts as the least."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return np.zeros(len(values))
    least, mean, deviation = min(known), float(np.mean(known)), float(np.std(known)) or 1.0
    return np.array([((least if value is None else value) - mean) / deviation for value in values])
