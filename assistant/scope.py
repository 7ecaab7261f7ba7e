"""Whether a question lies outside what the corpus speaks of.

No similarity to a passage can say so: off-topic questions come as near to some passage as good ones do. What tells
them apart is whether a question is nearer to reviewed sample questions within the corpus's scope or to those beyond
it, and whether it shares rare words with the corpus, in its own terms or by the glossary.
"""

import numpy as np

from embeddings.retriever import Hits

_BEYOND = -0.01
"""Nearer by this much, in cosine, to the samples beyond: outside, unless the question's own words say otherwise."""
_FAR_BEYOND = -0.02
"""The same for a question that names a place of the corpus."""
_WITHIN = 0.02
"""One that shares no word with the corpus, nor with what it expects, has to be nearer by this to those within."""
_BARELY_WITHIN = 0.008
"""Nearer to those within by less than this: outside, unless it shares two or three words with the corpus."""
_OWN_WORDS, _OTHER_WORDS = 4.0, 3.0
"""A match of this much rarity speaks for the corpus: about two rare words, or one phrase of the glossary."""


def lies_beyond(hits: Hits, place_named: bool) -> bool:
    """True if nothing in the corpus speaks of what is asked.

    `place_named`: the question names a place of the corpus, which speaks for it; then only what is clearly beyond is.
    Where that place has no text there are no words to share, and without a model nothing tells what is beyond.
    """
    own = max((hit.own_words for hit in hits.passages), default=0.0)
    other = max((hit.other_words for hit in hits.passages), default=0.0)
    near = hits.similarity
    if near is None or not near.within or not near.beyond:
        return bool(hits.passages or not place_named) and own < _OWN_WORDS / 2 and other < _OTHER_WORDS
    within = max(np.mean(near.within), np.mean(near.expected) if near.expected else -1.0)
    margin = float(within - np.mean(near.beyond))
    if place_named:
        return margin < _FAR_BEYOND and own < _OWN_WORDS / 2 and other < _OTHER_WORDS
    if own >= _OWN_WORDS:
        return False
    if not any(hit.own_words or hit.asked_words or hit.other_words for hit in hits.passages):
        return margin < _WITHIN
    if other >= _OTHER_WORDS:
        return margin < _BEYOND
    return margin < (_BARELY_WITHIN if own < _OWN_WORDS / 2 else 0)
