"""Where a request comes from: this machine or another, a page of ours or somebody else's."""

import ipaddress

from starlette.datastructures import Headers
from starlette.types import Scope

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
"""The methods that change something."""


def from_this_machine(scope: Scope) -> bool:
    """Whether a request was made on the machine that serves it."""
    client, server = scope.get("client"), scope.get("server")
    if not client:
        return False
    return is_loopback(client[0]) or bool(server and client[0] == server[0])


def is_own(headers: Headers) -> bool:
    """Whether a page of ours sent it, as far as the browser tells."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2] == headers.get("host")
    return headers.get("sec-fetch-site") in (None, "same-origin", "none")


def host_of(headers: Headers) -> str:
    """The host by which the server was addressed, without the port."""
    host = headers.get("host", "")
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def is_loopback(host: str) -> bool:
    """Whether only this machine is meant."""
    try:
        return address_of(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_plain(host: str) -> bool:
    """Whether a host is told by its number, or is localhost: no name that someone else could point here."""
    try:
        address_of(host)
    except ValueError:
        return host == "localhost"
    return True


def address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The number that tells a host. Raises ValueError for a name."""
    found = ipaddress.ip_address(host.partition("%")[0])
    return getattr(found, "ipv4_mapped", None) or found
