"""Serves the app: the port first, then the page, while the model loads in a process of its own."""

import errno
import logging
import socket
from typing import TYPE_CHECKING

import uvicorn

from assistant.access.access import Access
from assistant.access.accounts import Accounts
from assistant.errors import HostUnusableError, PortInUseError
from assistant.observing.log import begin_log
from assistant.settings import Settings
from assistant.startup import without_interface_files
from assistant.texts import text
from assistant.web.connection import BoundedConnection
from assistant.web.origin import is_loopback
from assistant.web.readiness import Readiness

if TYPE_CHECKING:
    from assistant.observing.metrics import Metrics

_SECONDS_TO_STOP = 3
_MOST_CONNECTIONS = 800
"""A process may open 1,024 files on many systems, connections among them."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Serves until it is stopped, and prints the address when the page can be opened.

    Raises PortInUseError, HostUnusableError or AccountsMissingError before anything is built, CorpusError for a corpus
    that is broken.
    """
    with _listening(host, port) as listener:
        listening = listener.getsockname()[0]
        access = Access(Accounts(settings.accounts), is_loopback(listening))
        metrics = _watch(settings)
        readiness = Readiness(settings)
        readiness.begin()
        with without_interface_files():
            from assistant.web.app import create_app  # Gradio takes seconds to import

        config = uvicorn.Config(
            create_app(readiness, access, listening, metrics),
            http=BoundedConnection,
            limit_concurrency=_MOST_CONNECTIONS,
            log_config=None,
            log_level=logging.WARNING,
            access_log=False,
            timeout_graceful_shutdown=_SECONDS_TO_STOP,
        )
        _Server(config, readiness, listener).run(sockets=[listener])


def _watch(settings: Settings) -> "Metrics | None":
    """Begins the log, and the figures if they are wanted."""
    begin_log(settings.log)
    if not settings.metrics:
        return None
    from assistant.observing.metrics import Metrics

    metrics = Metrics()
    logging.getLogger("mazuippo").setLevel(logging.INFO)
    logging.getLogger("mazuippo").addHandler(metrics)
    return metrics


class _Server(uvicorn.Server):
    """Says when the page can be opened."""

    def __init__(self, config: uvicorn.Config, readiness: Readiness, listener: socket.socket) -> None:
        super().__init__(config)
        self._readiness, self._listener = readiness, listener

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        host, port = self._listener.getsockname()[:2]
        address = f"[{host}]" if ":" in host else host
        print(text("cli.opened", url=f"http://{address}:{port}"), flush=True)
        print(text("cli.stop"), flush=True)
        self._readiness.page_opened()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # An open page holds a connection, which is cut off when the server is to stop: uvicorn calls that an error.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
        self._readiness.close()


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortInUseError(port=port) from error
        raise HostUnusableError(host=host, reason=error.strerror or str(error)) from error
