"""How many questions are worked on or wait at once; who comes then is told so, rather than left to wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import BusyError

MOST, SECONDS_TO_COME_BACK = 64, 5


class Turns:
    """Counts the questions in hand. One whose body is still on its way is not in hand: a slow client holds nothing."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._in_hand = most, 0
        self._lock = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One turn, for as long as a question is worked on. Raises BusyError if there is none left."""
        with self._lock:
            if self._in_hand >= self._most:
                raise BusyError(seconds=SECONDS_TO_COME_BACK)
            self._in_hand += 1
        try:
            yield
        finally:
            with self._lock:
                self._in_hand -= 1
