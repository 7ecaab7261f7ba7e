"""Connections that are bounded: how many one address holds, and how long one may take to say what it wants."""

import asyncio
from asyncio import TimerHandle

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from assistant.web.origin import is_loopback

MOST, SECONDS_FOR_A_HEAD = 200, 20.0
"""From one address, which may be a whole room behind one router; a page that is open holds two."""


class BoundedConnection(HttpToolsProtocol):
    """A connection of uvicorn's. It is closed when its request's head is not whole in time, or it is one too many.

    This machine's own are not counted: a reverse proxy is one address for everybody.
    """

    _deadline: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for a request, or does not begin at all."""
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        held = sum(1 for other in self.connections if (getattr(other, "client", None) or ("",))[0] == host)
        if host and not is_loopback(host) and held > MOST:
            transport.abort()
        else:
            self._wait_for_a_head()

    def on_message_begin(self) -> None:
        """A further request on this connection."""
        super().on_message_begin()
        self._wait_for_a_head()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._wait_no_longer()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def _wait_for_a_head(self) -> None:
        self._wait_no_longer()
        self._deadline = self.loop.call_later(SECONDS_FOR_A_HEAD, self.transport.abort)

    def _wait_no_longer(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
