"""How well rows are ranked before any is chosen to be cited: recall@k, MRR@10, nDCG@10."""

import math
from collections.abc import Collection, Hashable, Sequence

from assistant.evaluation.labels import Label, Row

DEEPEST = 10
"""No reader looks further; ranks beyond this one count as never."""


def ranking_figures(label: Label, ranked: Sequence[Row]) -> dict[str, float]:
    """recall_1, recall_5 over the rows that have to be cited; mrr_10 and ndcg_10 over all right ones."""
    required = label.must or label.must_any
    return {
        "recall_1": _recall(required, ranked[:1]),
        "recall_5": _recall(required, ranked[:5]),
        "mrr_10": reciprocal_rank(label.right, ranked),
        "ndcg_10": _ndcg(label.right, ranked),
    }


def reciprocal_rank(right: Collection[Hashable], ranked: Sequence[Hashable]) -> float:
    """One over the rank of the first right row, 0 if it is not among the first `DEEPEST`."""
    return next((1 / rank for rank, row in enumerate(ranked[:DEEPEST], start=1) if row in right), 0.0)


def _recall(required: Sequence[Row], ranked: Sequence[Row]) -> float:
    return sum(row in ranked for row in required) / len(required)


def _ndcg(right: Collection[Row], ranked: Sequence[Row]) -> float:
    """Normalised discounted cumulative gain with gains of 0 and 1 (Järvelin and Kekäläinen 2002)."""
    gained = sum(1 / math.log2(rank + 1) for rank, row in enumerate(ranked[:DEEPEST], start=1) if row in right)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(right), DEEPEST) + 1))
    return gained / best
