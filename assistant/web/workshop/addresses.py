"""Where participants find the room: the addresses of this machine on its network, and the QR code that holds one."""

import socket
from collections.abc import Iterator
from urllib.parse import urlencode

import segno
from markupsafe import Markup

from assistant.web.origin import address_of, is_loopback

_SOMEWHERE = ("192.0.2.1", 9)
"""An address of no one, to learn which way out the machine would take; nothing is sent."""
PATH = "/w"
"""Where participants are."""
FACILITATOR = "/workshop"


def join_addresses(listening: str, port: int) -> tuple[str, ...]:
    """The short addresses for participants, the likeliest first; none where only this machine is listened to."""
    if is_loopback(listening):
        return ()
    hosts = dict.fromkeys(_own_hosts()) if address_of(listening).is_unspecified else {listening: None}
    return tuple(f"http://{f'[{host}]' if ':' in host else host}:{port}{PATH}" for host in hosts)


def with_code(address: str, code: str) -> str:
    """The address that enters the code by itself, as the QR code holds it."""
    return f"{address}?{urlencode({'code': code})}"


def qr_code(address: str) -> Markup:
    """The address as a drawing, black on white in any colours, as large as its place."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(omitsize=True, border=3, dark="#000000", light="#ffffff"))


def _own_hosts() -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        try:
            way_out.connect(_SOMEWHERE)
            yield way_out.getsockname()[0]
        except OSError:
            pass  # no way out: a network of its own, whose addresses are asked for below
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        return
    yield from (str(info[4][0]) for info in found if not is_loopback(str(info[4][0])))
