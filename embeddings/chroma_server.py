"""Chroma's collections on a Chroma server, which several machines share."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.config import Settings

from corpus.errors import MazuippoError
from embeddings.errors import StoreUnreachableError

_TIMEOUT = httpx.Timeout(10, connect=3)
_SECONDS_LEFT_ALONE = 10.0
"""A server that failed is not asked again for so long: else each question would wait for it."""


class ChromaServer:
    """A `Chroma` at an address, which may have a path; `token` goes with each request as a bearer token.

    All its failures are StoreUnreachableError. It may hold collections of others, and those are left alone.
    """

    def __init__(self, url: str, owner: str, token: str | None = None) -> None:
        """`owner`: whose collections are looked for (`embeddings.owner`)."""
        self._url, self.owner = url.rstrip("/"), owner
        parts = urlsplit(self._url)
        self._told = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"  # without what may be secret in it
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._left_alone_until = 0.0

    def connect(self) -> Any:
        """A client for the server, which is there."""
        # Chroma itself would wait for ever, and tells it no limit: one that is not there is found out first.
        httpx.get(f"{self._url}/api/v2/heartbeat", headers=self._headers, timeout=_TIMEOUT).raise_for_status()
        parts = urlsplit(self._url)
        client: Any = chromadb.HttpClient(
            host=self._url,
            port=parts.port or (443 if parts.scheme == "https" else 80),
            ssl=parts.scheme == "https",
            headers=dict(self._headers),
            settings=Settings(anonymized_telemetry=False),
        )
        for session in _sessions(client):
            session.timeout = _TIMEOUT
        return client

    def disconnect(self, client: Any) -> None:
        """Ends a client and its connections, which `close` alone leaves open."""
        for session in _sessions(client):
            session.close()
        client.close()

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Whatever the server, the network or something between them makes the client raise, as ours."""
        if time.monotonic() < self._left_alone_until:
            raise StoreUnreachableError(url=self._told, reason="left_alone")
        try:
            yield
        except MazuippoError:
            raise
        except Exception as error:
            self._left_alone_until = time.monotonic() + _SECONDS_LEFT_ALONE
            raise StoreUnreachableError(url=self._told, reason=_kind_of(error)) from error

    def set_aside(self) -> bool:
        """Nothing: what is on the server may be of use to others."""
        return False


def _kind_of(error: Exception) -> str:
    """What went wrong, in no words of others: they may hold the whole address, or the token."""
    status = f" {error.response.status_code}" if isinstance(error, httpx.HTTPStatusError) else ""
    return f"{type(error).__name__}{status}"


def _sessions(client: Any) -> list[httpx.Client]:
    """A client's connections and those by which it makes sure that its database is there."""
    return [client._server._session, client._admin_client._server._session]
