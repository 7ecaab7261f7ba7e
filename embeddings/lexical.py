"""Search by words: Sudachi's normalised content words and BM25."""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from importlib.metadata import version

import numpy as np
import numpy.typing as npt

from corpus.glossary import Glossary
from corpus.words import Word, fold, words_of

# Raise this when other words count as terms: what was kept of them is then read anew.
_SCHEME = 1
_FUNCTION_WORDS = {"助詞", "助動詞", "補助記号", "記号", "空白", "代名詞", "接続詞", "感動詞", "連体詞"}
# Saturation and length normalisation after Robertson & Zaragoza (2009). b is low because a passage is one sentence:
# a long one is not more verbose, it says more.
_K1, _B = 1.2, 0.5


def is_content_word(word: Word) -> bool:
    """True for words that carry meaning: no particles, auxiliaries, pronouns, or verbs used as auxiliaries."""
    kind = word.part_of_speech
    return kind[0] not in _FUNCTION_WORDS and kind[1] not in ("非自立可能", "数詞")


class Terms:
    """Text → the terms by which it is searched: spelling variants folded, content words normalised."""

    def __init__(self, glossary: Glossary) -> None:
        self._variants = {fold(spelling).lower(): group[0] for group in glossary.variants for spelling in group}
        self._pattern = _any_of(self._variants)

    @property
    def fingerprint(self) -> str:
        """Changes with the spellings that are folded and with the dictionary: terms of another are not the same."""
        of = (_SCHEME, version("sudachipy"), version("sudachidict-core"), sorted(self._variants.items()))
        return hashlib.sha256(repr(of).encode()).hexdigest()[:16]

    def unified(self, text: str) -> str:
        """The text in NFKC with every spelling variant replaced by the first of its group."""
        return self._pattern.sub(lambda found: self._variants[found[0].lower()], fold(text))

    def __call__(self, text: str) -> list[str]:
        """The terms of a text, in order, repeated as often as they occur."""
        return [word.normalized for word in words_of(self.unified(text), split="short") if is_content_word(word)]


def _any_of(spellings: Iterable[str]) -> re.Pattern[str]:
    """Matches the longest spelling; one in Latin letters only as a whole word."""
    longest_first = sorted(spellings, key=len, reverse=True)
    parts = [rf"(?<![A-Za-z]){re.escape(s)}(?![A-Za-z])" if s.isascii() else re.escape(s) for s in longest_first]
    # ASCII: without it, IGNORECASE takes a Turkish ı for an i, and `lower` does not.
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE | re.ASCII)


class LexicalIndex:
    """BM25 over a fixed sequence of texts, each given by its terms."""

    def __init__(self, texts: Sequence[list[str]]) -> None:
        import bm25s  # brings SciPy, which the page need not wait for

        self._size = len(texts)
        self._bm25 = bm25s.BM25(method="lucene", k1=_K1, b=_B)
        self._vocabulary: Collection[str] = ()
        if any(texts):  # an average length is wanted, which no words do not have
            self._bm25.index(list(texts), show_progress=False)
            self._vocabulary = self._bm25.vocab_dict

    def knows(self, term: str) -> bool:
        """True if the term stands in any text."""
        return term in self._vocabulary

    def scores(self, terms: Iterable[str]) -> npt.NDArray[np.float32]:
        """The BM25 score of each text for the terms; shape (number of texts,), zeros where no term is known."""
        known = [term for term in terms if self.knows(term)]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)
