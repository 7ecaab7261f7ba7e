"""How often a code may be tried wrongly from one address."""

import threading
from collections import OrderedDict

from assistant.errors import TooManyTriesError

MOST, SECONDS = 30, 15 * 60
"""So many wrong tries in so many seconds: a whole room may come from one address, and thirty find no code."""
_ADDRESSES = 10_000
"""So many addresses are remembered; the longest untouched is forgotten first."""


class Attempts:
    """Wrong tries by address, in memory only."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, address: str, now: float) -> None:
        """Raises TooManyTriesError if this address has to wait."""
        with self._lock:
            recent = self._recent(address, now)
            if len(recent) >= MOST:
                raise TooManyTriesError(minutes=int((recent[0] + SECONDS - now) // 60) + 1)

    def missed(self, address: str, now: float) -> None:
        """Counts a wrong try."""
        with self._lock:
            self._wrong[address] = [*self._recent(address, now), now][-MOST:]
            self._wrong.move_to_end(address)
            while len(self._wrong) > _ADDRESSES:
                self._wrong.popitem(last=False)

    def _recent(self, address: str, now: float) -> list[float]:
        return [when for when in self._wrong.get(address, ()) if when > now - SECONDS]
