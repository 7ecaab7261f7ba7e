"""How far a share may be off by the luck of which questions were asked."""

from collections.abc import Sequence

import numpy as np

_SAMPLES, _SEED = 2_000, 20_261_123


def interval(hits: Sequence[float], of: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of sum(hits) / sum(of) by the bootstrap over questions (Efron and Tibshirani 1993).

    `hits` and `of` have one number a question; the same numbers always give the same interval.
    """
    drawn = np.random.default_rng(_SEED).integers(0, len(hits), size=(_SAMPLES, len(hits)))
    totals = np.asarray(of, dtype=float)[drawn].sum(axis=1)
    shares = np.asarray(hits, dtype=float)[drawn].sum(axis=1)[totals > 0] / totals[totals > 0]
    low, high = np.percentile(shares, [2.5, 97.5])
    return float(low), float(high)
