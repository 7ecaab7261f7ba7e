"""How much a corpus's glossary says that a passage speaks of what a question asks in other words."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.glossary import Glossary
from embeddings.lexical import Terms

# The words of one phrase stand near each other in a question: 「お金に困っている」, not 「お金」 … 「困る」 anywhere.
_WORDS_BETWEEN = 4
# A single word is a weaker sign of what is meant than a phrase of several.
_WEIGHT_OF_A_WORD = 0.5


@dataclass(frozen=True, slots=True)
class _Written:
    """A phrase of the source's language: in which texts it stands, and how rare that is."""

    stands_in: npt.NDArray[np.bool_]
    rarity: float


class Expansion:
    """The glossary laid over a fixed sequence of texts (each given by its terms)."""

    def __init__(self, glossary: Glossary, terms: Terms, texts: Sequence[Sequence[str]]) -> None:
        self._terms = terms
        self._size = len(texts)
        phrases = [[terms(words) for words in term.written] for term in glossary.terms]
        places: dict[str, set[int]] = {word: set() for own in phrases for words in own for word in words}
        for place, text in enumerate(texts if places else ()):
            for word in text:
                if word in places:
                    places[word].add(place)
        self._written = [
            [written for words in own if (written := _written(words, places, len(texts)))] for own in phrases
        ]
        self._asked: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for number, term in enumerate(glossary.terms):
            for phrase in term.asked:
                if words := tuple(terms(phrase)):
                    self._asked.setdefault(words[0], []).append((words, number))

    def matches(self, own: Sequence[str]) -> dict[int, float]:
        """The glossary terms that a question's own terms ask for: number of the term → weight, at most 1."""
        found: dict[int, float] = {}
        for position, first in enumerate(own):
            for phrase, number in self._asked.get(first, ()):
                if _in_order(phrase, own[position : position + len(phrase) + _WORDS_BETWEEN]):
                    weight = 1.0 if len(phrase) > 1 else _WEIGHT_OF_A_WORD
                    found[number] = max(weight, found.get(number, 0.0))
        return found

    def scores(self, own: Sequence[str]) -> npt.NDArray[np.float64]:
        """For each text, the summed rarity of what the question asks in other words; shape (number of texts,).

        A glossary term counts once a text, by the rarest of its phrases that stands there whole.
        """
        total = np.zeros(self._size)
        for number, weight in self.matches(own).items():
            best = np.zeros(self._size)
            for written in self._written[number]:
                best = np.maximum(best, written.stands_in * written.rarity)
            total += weight * best
        return total


def asks_for(phrases: Iterable[str], terms: Terms) -> Callable[[Sequence[str]], bool]:
    """A test whether a question's terms hold any of the phrases, matched as the glossary's are."""
    wanted: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        if words := tuple(terms(phrase)):
            wanted.setdefault(words[0], []).append(words)
    return lambda own: any(
        _in_order(words, own[i : i + len(words) + _WORDS_BETWEEN])
        for i, first in enumerate(own)
        for words in wanted.get(first, ())
    )


def _written(words: Sequence[str], places: Mapping[str, set[int]], size: int) -> _Written | None:
    """A phrase over the texts, with BM25's inverse document frequency as its rarity; None where no text has it.

    `places`: in which of the texts, `size` of them, a word stands.
    """
    found = set.intersection(*(places[word] for word in words)) if words else set()
    if not found:
        return None
    stands_in = np.zeros(size, dtype=np.bool_)
    stands_in[list(found)] = True
    return _Written(stands_in, math.log(1 + (size - len(found) + 0.5) / (len(found) + 0.5)))


def _in_order(phrase: Sequence[str], window: Sequence[str]) -> bool:
    """True if the words of the phrase stand in the window in order, other words between them allowed."""
    rest = iter(window)
    return all(word in rest for word in phrase)
