"""How likely a row answers a question, by its score and by how far it lies behind the best one's."""

import math

_BIAS, _SCORE, _BEHIND = -0.95, 0.20, 0.22
"""Fitted on labelled questions (logistic regression); `mazuippo eval` shows how well it holds on questions left out."""

CITED, LISTED = 0.4, 0.2
"""A row is cited from this probability on; in a list of all that fits, or among the towns of a place, from the second.

The best row always is.
"""

AS_LIKELY_AS_NOT = 0.5
"""Below this, even of the best row, a question that names a place is about the place and nothing else."""


def probability(score: float, best: float) -> float:
    """The share of rows with such scores that answer, from 0 to 1."""
    return 1 / (1 + math.exp(-(_BIAS + _SCORE * score + _BEHIND * (score - best))))
