"""So much of a server for each, that something is left for all: how often one may ask, and how long one may take."""

import time
from collections.abc import Awaitable, Callable

import anyio
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.attempts import Attempts
from assistant.errors import BusyError, TooManyQuestionsError
from assistant.web.access.visitor import Visitor
from assistant.web.api import error_response, retry_later
from assistant.web.origin import CHANGING
from assistant.web.turns import SECONDS_TO_COME_BACK

_ASKING = ("/api/ask", "/w/ask")
_OF_THE_PAGE = "/gradio_api/queue/join"
MOST, WINDOW = 240, 60.0
"""Requests that ask or act, for each in a minute. One question on the page takes up to four of them."""
SECONDS_FOR_A_BODY = 120


class FairUse:
    """Middleware behind the gate. Whoever sits at the machine itself, and need not log in, is not counted."""

    def __init__(self, app: ASGIApp, now: Callable[[], float] = time.monotonic) -> None:
        self._app, self._now = app, now
        self._made = Attempts(MOST, WINDOW)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers that it is too much."""
        if scope["type"] != "http" or scope["method"] not in CHANGING:
            await self._app(scope, receive, send)
            return
        receive = _whole_in_time(receive)
        path, caller = scope["path"], _caller(scope)
        if caller and path in (*_ASKING, _OF_THE_PAGE):
            if wait := self._made.seconds_to_wait(caller, self._now()):
                await _refused(TooManyQuestionsError(seconds=wait), path)(scope, receive, send)
                return
            self._made.count(caller, self._now())
        told = _in_our_words(scope, receive, send) if path == _OF_THE_PAGE else send
        await self._app(scope, receive, told)


def _caller(scope: Scope) -> str:
    """Whom a request counts for; empty for who sits at the machine."""
    visitor: Visitor | None = scope.get("visitor")
    address = scope["client"][0] if scope.get("client") else ""
    if visitor is None:
        return address
    return f"{visitor.name}\n{address}" if visitor.name else ""


def _refused(error: BusyError | TooManyQuestionsError, path: str) -> JSONResponse:
    return retry_later(error_response(error, 429, of_page=path == _OF_THE_PAGE), error)


def _in_our_words(scope: Scope, receive: Receive, send: Send) -> Send:
    """Gradio's queue, when it is full, answers 503, which its script tells in English; other errors it shows."""
    full = False

    async def told(message: Message) -> None:
        nonlocal full
        if message["type"] == "http.response.start" and message["status"] == 503:
            full = True
            await _refused(BusyError(seconds=SECONDS_TO_COME_BACK), _OF_THE_PAGE)(scope, receive, send)
        elif not full:
            await send(message)

    return told


def _whole_in_time(receive: Receive) -> Callable[[], Awaitable[Message]]:
    """A body that does not come to its end in time is taken for cut off."""
    until, whole = anyio.current_time() + SECONDS_FOR_A_BODY, False

    async def received() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        with anyio.move_on_at(until):
            message = await receive()
            whole = not message.get("more_body", False)
            return message
        return {"type": "http.disconnect"}

    return received
