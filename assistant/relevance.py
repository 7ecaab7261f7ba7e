"""How likely a row answers a question, by its score and by how far it lies behind the best one's."""

import math

from assistant.query import Query
from corpus.entry import Entry
from embeddings.retriever import Hit, Hits

_BIAS, _SCORE, _BEHIND = -1.26, 0.226, 0.19
"""Fitted on labelled questions (logistic regression); `mazuippo eval` shows how well it holds on questions left out."""

CITED, LISTED = 0.3, 0.2
"""A row is cited from this probability on; from the second where more than one is wanted, or few can be meant.

The best row always is.
"""

ANOTHER = 0.13
"""Below this, even the best of what is left is no further answer: ほかには?"""

IN_DOUBT = 0.6
"""Below this, even of the best row, a question that names a place is about the place and nothing else."""


def probability(score: float, best: float) -> float:
    """The share of rows with such scores that answer, from 0 to 1."""
    return 1 / (1 + math.exp(-(_BIAS + _SCORE * score + _BEHIND * (score - best))))


def rows_by_score(query: Query, hits: Hits) -> list[tuple[Entry, float]]:
    """Every row that was found with the score of its best passage, best first."""
    best: dict[str, Hit] = {}
    for hit in hits.passages:
        best.setdefault(hit.passage.entry.id, hit)
    ranked = sorted(best.values(), key=lambda hit: -_with_theme(hit, query))
    return [(hit.passage.entry, _with_theme(hit, query)) for hit in ranked]


def _with_theme(hit: Hit, query: Query) -> float:
    """A hit's score; a row of the theme that was asked for counts one standard deviation more."""
    return hit.score + (1.0 if query.theme == hit.passage.entry.theme else 0.0)
