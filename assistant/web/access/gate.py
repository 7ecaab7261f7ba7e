"""Who reaches what: those who may use the app all, administrators the desks too, who sits in a group some pages."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.access.access import Access
from assistant.errors import AdministratorNeededError, LogInNeededError, NotHereError, OtherOriginError
from assistant.web.access.login import LOGIN, error_page, login_address
from assistant.web.access.visitor import Visitor, visitor_of
from assistant.web.api import error_response
from assistant.web.cookies import SEAT, cookie_of
from assistant.web.material.desk import DESK
from assistant.web.origin import CHANGING, is_own
from assistant.web.page_route import see
from assistant.web.workshop.addresses import FACILITATOR, PATH
from assistant.workshop.workshop import Workshop
from corpus.errors import MazuippoError

_FOR_ALL = (LOGIN, PATH, "/logout", "/healthz", "/readyz", "/metrics")
_FOR_ADMINISTRATORS = (FACILITATOR, DESK)
_FOR_THE_SEATED = ("/entries", "/towns", "/coverage")
_OF_GRADIO = ("/gradio_api",)
_FOR_PROGRAMS = ("/api", "/openapi.json", "/config", *_OF_GRADIO)
"""Their refusals are JSON."""


class Gate:
    """Middleware: lets a request through to the app, or answers it."""

    def __init__(self, app: ASGIApp, access: Access, workshop: Workshop) -> None:
        self._app, self._access, self._workshop = app, access, workshop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judges each request; nothing here speaks over web sockets."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        elif refusal := self._refusal(scope):
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        try:
            visitor = visitor_of(scope, self._access)
        except MazuippoError as error:
            return _told(error, 500, scope)
        scope["visitor"] = visitor
        path, headers = scope["path"], Headers(scope=scope)
        if scope["method"] in CHANGING and not is_own(headers):
            return _told(OtherOriginError(), 403, scope)
        if _is_under(path, _FOR_ALL):
            return None
        if visitor is not None:
            return _beyond_role(visitor, path, scope)
        if _is_under(path, _FOR_THE_SEATED) and self._is_seated(headers):
            return None
        if not self._access.needs_log_in:
            return _told(NotHereError(), 403, scope)
        if self._runs() and not _is_under(path, _FOR_PROGRAMS + _FOR_ADMINISTRATORS):
            return see(PATH)
        if scope["method"] in CHANGING or _is_under(path, _FOR_PROGRAMS):
            return _told(LogInNeededError(), 401, scope)
        return see(login_address(Request(scope)))

    def _is_seated(self, headers: Headers) -> bool:
        try:
            return self._workshop.is_seated(cookie_of(headers, SEAT))
        except MazuippoError:
            return False

    def _runs(self) -> bool:
        """Whether a workshop runs, so that whoever comes is likely to have its code; also where that is not known."""
        try:
            room = self._workshop.store.read()
        except MazuippoError:
            return True
        return room is not None and room.runs(self._workshop.now())


def _beyond_role(visitor: Visitor, path: str, scope: Scope) -> Response | None:
    if visitor.role != "administrator" and _is_under(path, _FOR_ADMINISTRATORS):
        return _told(AdministratorNeededError(), 403, scope)
    return None


def _told(error: MazuippoError, status: int, scope: Scope) -> Response:
    path = scope["path"]
    if _is_under(path, _FOR_PROGRAMS):
        return error_response(error, status, of_page=_is_under(path, _OF_GRADIO))
    return error_page(error, status)


def _is_under(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
