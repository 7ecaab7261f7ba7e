"""How often something may happen in a time, for one caller: wrong codes, wrong passwords, questions."""

import math
import threading
from collections import OrderedDict

_CALLERS = 10_000
"""So many callers are remembered; the longest untouched is forgotten first, so that no stranger fills the memory."""


class Attempts:
    """Counts by caller, in memory only, over a window that moves along.

    Times are seconds of whatever clock the caller keeps to. (The libraries for this hold every key that a stranger
    thinks of, for good.)
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._made: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def seconds_to_wait(self, caller: str, now: float) -> int:
        """How long this caller has to wait for the next, in whole seconds; 0 if it may be made now."""
        with self._lock:
            recent = self._recent(caller, now)
            return math.ceil(recent[0] + self._seconds - now) if len(recent) >= self._most else 0

    def count(self, caller: str, now: float) -> None:
        """Counts one."""
        with self._lock:
            self._made[caller] = [*self._recent(caller, now), now][-self._most :]
            self._made.move_to_end(caller)
            while len(self._made) > _CALLERS:
                self._made.popitem(last=False)

    def _recent(self, caller: str, now: float) -> list[float]:
        return [when for when in self._made.get(caller, ()) if when > now - self._seconds]
