"""Who reaches what while a workshop runs: this machine all, who has a seat some pages, others the one for the code."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import NotHereError, OtherOriginError
from assistant.web.origin import CHANGING, from_this_machine, host_of, is_own
from assistant.web.page_route import see
from assistant.web.workshop.addresses import PATH, is_plain
from assistant.web.workshop.page import error_page
from assistant.workshop.workshop import Workshop
from corpus.errors import MazuippoError

COOKIE = "mazuippo-seat"
FACILITATOR = "/workshop"
_FOR_THE_SEATED = ("/entries", "/towns", "/coverage")


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
        if of_workshop and scope.get("method") in CHANGING and not is_own(headers):
            return error_page(OtherOriginError())
        here = from_this_machine(scope)
        if _is_under(path, FACILITATOR):
            return None if here and is_plain(host_of(headers)) else error_page(NotHereError())
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
