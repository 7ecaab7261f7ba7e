"""Each request has an id, and is told to whoever operates the server, without its words."""

import re
import uuid
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.observing.events import request_id, requested

_OF_GRADIO = re.compile(
    r"/(config|theme\.css|favicon\.ico|gradio_api/(queue/(data|join)|heartbeat|run/predict|cancel))"
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Watched:
    """Middleware before all others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tells of the request when its response has ended, or was cut off."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name, begin, status = uuid.uuid4().hex[:12], perf_counter(), 0
        token = request_id.set(name)
        scope.setdefault("state", {})["request_id"] = name

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(raw=message["headers"])["X-Request-ID"] = name
            await send(message)

        try:
            await self._app(scope, receive, told)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "-"
            requested(method, _route(scope), status, (perf_counter() - begin) * 1000)
            request_id.reset(token)


def _route(scope: Scope) -> str:
    """The pattern of the address; of an address that is not known only that it is not."""
    route = getattr(scope.get("route"), "path", "")
    if route or scope["path"] == "/":
        return str(route or "/")
    of_gradio = _OF_GRADIO.match(scope["path"])
    return of_gradio[0] if of_gradio else "-"
