"""How near each word of a claim comes, in its context, to some word of the quotes that it cites.

Method: greedy matching of contextual token vectors, claim to quotes (BERTScore; Zhang et al. 2020, arXiv:1904.09675).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from assistant.writing.compared import Compared
from embeddings.encoder import Tokens

_SENTENCES = re.compile(r"(?<=。)")
_REMEMBERED = 1024
"""So many sentences of quotes are held, a few tens of kilobytes each; the same few are cited again and again."""
_SHARPNESS = 20.0


class Alignment:
    """Lays the words of a claim beside those of its quotes by the token vectors of an embedding model."""

    def __init__(self, tokens: Callable[[str], Tokens]) -> None:
        """`tokens` may raise ModelUnavailableError; `nearness` does then."""
        self._of_claim, self._of_quote = tokens, lru_cache(_REMEMBERED)(tokens)

    def nearness(self, pairs: Sequence[Compared]) -> float:
        """The cosine of the word that comes least near to the quotes: a soft minimum; 1.0 where there is no word."""
        cosines = np.array([cosine for pair in pairs for cosine in self._cosines(pair)])
        if not cosines.size:
            return 1.0
        return float(-np.log(np.mean(np.exp(-_SHARPNESS * cosines))) / _SHARPNESS)

    def _cosines(self, pair: Compared) -> Iterator[float]:
        """Of each content word of a claim: the mean, over its tokens, of the largest cosine with a token of a quote."""
        quotes = [self._of_quote(part).vectors for part in _SENTENCES.split(pair.cited_text) if part.strip("。 ")]
        words = [word for clause in pair.content for word, _ in clause]
        if not words or not quotes:
            return
        claim = self._of_claim(pair.own_text)
        nearest = (claim.vectors @ np.concatenate(quotes).T).max(axis=1)
        for word in words:
            within = (claim.spans[:, 0] < word.end) & (claim.spans[:, 1] > word.start)
            if within.any():
                yield float(nearest[within].mean())
