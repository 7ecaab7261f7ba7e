"""What of Gradio's many routes the page needs; the rest (files, uploads, proxies, logins, its API) is not there."""

import json
import re
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import BadRequestError, BodyTooLargeError, NotFoundError
from assistant.question import LONGEST
from assistant.web.api import error_response

_READ = re.compile(
    r"/|(?!.*(\.\.|//))/(assets|static|svelte)/[\w./-]+|/theme\.css|/favicon\.ico|/config|"
    r"/gradio_api/(queue/data|heartbeat/\w+)"
)
_SENT = re.compile(r"/gradio_api/(queue/join|run/predict|cancel)")
_LARGEST = 4 * 1024 * 1024
"""A conversation that was kept in the browser comes back whole."""


class OnlyWhatThePageNeeds:
    """Gradio's app behind a list of what may be reached, and without the files that a request could name.

    An event may carry a value that names a file or an address, which Gradio would fetch (`FileData`); no part of the
    page takes one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers that there is nothing."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["method"] in ("GET", "HEAD") and _READ.fullmatch(_address(scope)):
            await self._app(scope, receive, send)
        elif scope["method"] == "POST" and _SENT.fullmatch(_address(scope)):
            await self._sent(scope, receive, send)
        else:
            await error_response(NotFoundError(), 404)(scope, receive, send)

    async def _sent(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytearray()
        async for chunk in Request(scope, receive).stream():
            body += chunk
            if len(body) > _LARGEST:
                await error_response(BodyTooLargeError(limit=LONGEST), 413)(scope, receive, send)
                return
        try:
            value = json.loads(bytes(body))
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict) or _names_a_file(value):
            await error_response(BadRequestError(field="data"), 400)(scope, receive, send)
            return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body)}]

        async def again() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, again, send)


def _address(scope: Scope) -> str:
    """The path as it was sent, so that nothing hides in an encoding."""
    return str(scope.get("raw_path", b"").decode("latin-1").partition("?")[0] or scope["path"])


def _names_a_file(value: Any) -> bool:
    """Whether a value holds what Gradio takes for a file, however deep."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "path" in one or one.get("_type"):
                return True
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return False
