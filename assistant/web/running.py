"""The answer that is being given in one conversation, so that it, and nothing that is asked after it, can be stopped.

Gradio's own cancelling ends whatever runs in the session when its request comes in: also a question asked meanwhile.
"""

import threading


class Running:
    """Knows the newest answer of a conversation. Each `begin` gives a new token; `stop` sets the newest one."""

    def __init__(self) -> None:
        self._newest: threading.Event | None = None

    def begin(self) -> threading.Event:
        """A token that is set once this answer is to stop; one that still runs gives way to it."""
        self.stop()
        self._newest = threading.Event()
        return self._newest

    def stop(self) -> None:
        """Asks the newest answer, if any, to stop."""
        if self._newest is not None:
            self._newest.set()
