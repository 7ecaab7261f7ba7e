"""Who reaches what while a workshop runs: this machine all, who has a seat some pages, others the one for the code."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import NotHereError, OtherOriginError
from assistant.web.workshop.addresses import PATH, is_loopback, is_plain
from assistant.web.workshop.page import error_page, see
from assistant.workshop.workshop import Workshop
from corpus.errors import MazuippoError

COOKIE = "mazuippo-seat"
FACILITATOR = "/workshop"
_FOR_THE_SEATED = ("/entries", "/towns", "/coverage")
_CHANGING = ("POST", "PUT", "PATCH", "DELETE")


class Gate:
    """Middleware: lets a request through to the app, or answers it."""

    def __init__(self, app: ASGIApp, workshop: Workshop) -> None:
        self._app, self._workshop = app, workshop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judges requests and the openings of web sockets."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await refusal(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: Scope) -> Response | None:
        path, headers = scope["path"], Headers(scope=scope)
        of_workshop = _is_under(path, FACILITATOR) or _is_under(path, PATH)
        if of_workshop and scope.get("method") in _CHANGING and not _is_own(headers):
            return error_page(OtherOriginError())
        here = from_this_machine(scope)
        if _is_under(path, FACILITATOR):
            return None if here and is_plain(_host(headers)) else error_page(NotHereError())
        if here or _is_under(path, PATH) or not self._runs():
            return None
        if any(_is_under(path, allowed) for allowed in _FOR_THE_SEATED) and self._workshop.is_seated(seat_of(headers)):
            return None
        return see(PATH)

    def _runs(self) -> bool:
        """Whether a workshop runs; also where that cannot be told."""
        try:
            room = self._workshop.store.read()
        except MazuippoError:
            return True
        return room is not None and room.runs(self._workshop.now())


def from_this_machine(scope: Scope) -> bool:
    """Whether a request was made on the machine that serves it."""
    client, server = scope.get("client"), scope.get("server")
    if not client:
        return False
    return is_loopback(client[0]) or bool(server and client[0] == server[0])


def seat_of(headers: Headers) -> str | None:
    """The token that a participant's device keeps."""
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(headers.get("cookie", ""))
    except CookieError:
        return None
    return cookies[COOKIE].value if COOKIE in cookies else None


def _is_under(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def _is_own(headers: Headers) -> bool:
    """Whether a page of ours sent it, as far as the browser tells."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2] == headers.get("host")
    return headers.get("sec-fetch-site") in (None, "same-origin", "none")


def _host(headers: Headers) -> str:
    """The host by which the server was addressed, without the port."""
    host = headers.get("host", "")
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
