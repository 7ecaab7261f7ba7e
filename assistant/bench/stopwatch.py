"""Times as people compare them: the middle one and the slowest in twenty."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import numpy as np


@dataclass(slots=True)
class Lap:
    """Seconds that something took, once it has ended."""

    seconds: float = 0.0


@contextmanager
def lap() -> Iterator[Lap]:
    """Times what is done within it."""
    taken, begin = Lap(), perf_counter()
    try:
        yield taken
    finally:
        taken.seconds = round(perf_counter() - begin, 3)


def spread(values: Sequence[float]) -> dict[str, float]:
    """`p50` and `p95` of the values."""
    return {"p50": round(float(np.percentile(values, 50)), 2), "p95": round(float(np.percentile(values, 95)), 2)}
