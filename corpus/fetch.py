"""A page from the web, from hosts that are allowed and never from a private network.

The address that was checked is the one that is connected to, so a name that resolves differently the second time gains
nothing; each redirect is checked like the first address.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import httpcore

from corpus.errors import IntakeError
from corpus.given import Given
from corpus.readers.limits import LARGEST_FILE

ALLOWED_HOSTS = ("*.go.jp", "*.lg.jp")
SECONDS = 30
"""For everything: a server that drips is no faster than one that is silent."""
_MOST_REDIRECTS = 5
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 that carries an IPv4 address, which may be private."""

Resolve = Callable[[str, int], Sequence[str]]


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's resolver."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """True for an address of the public Internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast


class PageFetcher:
    """Fetches files by their addresses. All arguments are for tests, which have a server of their own."""

    def __init__(
        self,
        hosts: Collection[str] = ALLOWED_HOSTS,
        resolve: Resolve = resolved,
        may_connect: Callable[[str], bool] = is_public,
        schemes: Collection[str] = ("https",),
        ports: Collection[int] = (443,),
        seconds: float = SECONDS,
    ) -> None:
        self._hosts, self._schemes, self._ports = hosts, schemes, ports
        self._backend = _CheckedBackend(resolve, may_connect)
        self._seconds = seconds

    def fetch(self, url: str) -> Given:
        """The file at an address. Raises IntakeError for one that is not allowed, or that cannot be had."""
        deadline = time.monotonic() + self._seconds
        with httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=self._backend, retries=0
        ) as pool:
            for _ in range(_MOST_REDIRECTS + 1):
                parts = self._checked(url)
                try:
                    found = self._get(pool, url, parts, deadline)
                except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ssl.SSLError) as error:
                    raise IntakeError(file=url, reason="fetch_failed") from error
                except httpcore.TimeoutException as error:
                    raise IntakeError(file=url, reason="fetch_too_slow", seconds=self._seconds) from error
                if isinstance(found, Given):
                    return found
                url = found
        raise IntakeError(file=url, reason="redirects_too_many")

    def _checked(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower().rstrip("."), parts.port
        except ValueError as error:
            raise IntakeError(file=url, reason="address_not_allowed") from error
        allowed = parts.scheme in self._schemes and (port is None or port in self._ports)
        if not allowed or parts.username is not None or not any(fnmatchcase(host, pattern) for pattern in self._hosts):
            raise IntakeError(file=url, reason="address_not_allowed")
        return parts

    def _get(self, pool: httpcore.ConnectionPool, url: str, parts: SplitResult, deadline: float) -> Given | str:
        """The file, or the address to which the server sends us on."""
        left = max(0.1, deadline - time.monotonic())
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), left)
        headers: dict[bytes | str, bytes | str] = {
            "Host": parts.netloc,
            "User-Agent": "mazuippo",
            "Accept": "*/*",
            "Accept-Encoding": "identity",
        }
        with pool.stream("GET", url, headers=headers, extensions={"timeout": timeouts}) as response:
            told = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in (301, 302, 303, 307, 308) and b"location" in told:
                return urljoin(url, told[b"location"])
            if response.status != 200:
                raise IntakeError(file=url, reason="fetch_refused", status=response.status)
            if told.get(b"content-encoding", "identity") != "identity":
                raise IntakeError(file=url, reason="fetch_failed")
            data = _whole(response.iter_stream(), url, deadline)
        return Given(_name(parts, told.get(b"content-type", "")), data, url)


def _whole(pieces: Iterable[bytes], url: str, deadline: float) -> bytes:
    """The body, as long as it is neither too large nor too slow, whatever the server said of its length."""
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > LARGEST_FILE:
            raise IntakeError(file=url, reason="file_too_large", limit=LARGEST_FILE // 1_000_000)
        if time.monotonic() > deadline:
            raise IntakeError(file=url, reason="fetch_too_slow", seconds=SECONDS)
    return bytes(body)


def _name(parts: SplitResult, content_type: str) -> str:
    """A name with the suffix of what the server says it sends."""
    path = PurePosixPath(unquote(parts.path))
    suffix = _KINDS.get(content_type.partition(";")[0].strip().lower(), path.suffix.lower())
    return f"{path.stem or parts.hostname}{suffix}"


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to the very address that was checked."""

    def __init__(self, resolve: Resolve, may_connect: Callable[[str], bool]) -> None:
        self._resolve, self._may_connect = resolve, may_connect
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the host; its name stays the one that its certificate is checked for."""
        addresses = self._resolve(host, port)
        if not addresses or not all(map(self._may_connect, addresses)):
            raise IntakeError(file=host, reason="address_private")
        return self._network.connect_tcp(addresses[0], port, timeout, local_address, socket_options)
