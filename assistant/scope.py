"""Whether a question lies outside what the corpus speaks of, or tells of a danger to a life.

No similarity to a passage can say so: off-topic questions come as near to some passage as good ones do. What tells
them apart is whether a question is like reviewed sample questions of such a kind and not like those within the
corpus's scope, weighed against how well the best passage fits.
"""

from assistant.cues import cue
from assistant.query import Query
from embeddings.retriever import Hits

_BIAS, _LIKENESS, _BEST = -3.7, 34.0, -0.88
"""Fitted on labelled questions (logistic regression), set by set left out: docs/corpus.md."""
_FAR_BEYOND = 0.6
"""More like the samples beyond than this: outside, also for a question that names a place of the corpus."""
_OWN_WORDS, _OTHER_WORDS = 4.0, 3.0
"""A match of this much rarity speaks for the corpus: about two rare words, or one phrase of the glossary."""
_IN_DANGER = 0.45
"""More like the samples of danger than this: a life may be at stake."""


def tells_of_danger(query: Query, hits: Hits) -> bool:
    """True if a question is like those in which a life is at stake; talk of a policy, or of towns, is no emergency."""
    likeness = hits.similarity.kinds.get("danger") if hits.similarity else None
    if likeness is None or query.named or cue("danger.policy").search(query.question):
        return False
    return likeness > _IN_DANGER


def lies_beyond(hits: Hits, place_named: bool) -> bool:
    """True if nothing in the corpus speaks of what is asked.

    `place_named`: the question names a place of the corpus, which speaks for it; then only what is clearly beyond is.
    Where that place has no text there are no words to share, and without a model nothing tells what is beyond.
    """
    own = max((hit.own_words for hit in hits.passages), default=0.0)
    other = max((hit.other_words for hit in hits.passages), default=0.0)
    beyond = hits.similarity.kinds.get("beyond") if hits.similarity else None
    if beyond is None:
        return bool(hits.passages or not place_named) and own < _OWN_WORDS / 2 and other < _OTHER_WORDS
    if place_named:
        return beyond > _FAR_BEYOND and own < _OWN_WORDS / 2 and other < _OTHER_WORDS
    if own >= _OWN_WORDS:
        return False
    return _BIAS + _LIKENESS * beyond + _BEST * hits.best_anywhere > 0
