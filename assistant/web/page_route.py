"""Routes whose errors are pages that say what to do."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from assistant.errors import UnexpectedError
from corpus.errors import MazuippoError

_log = logging.getLogger(__name__)
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Frame-Options": "SAMEORIGIN"}


def page_route(error_page: Callable[[MazuippoError], Response]) -> type[APIRoute]:
    """A class of routes; `error_page` tells what is wrong and what to do next."""

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def told(request: Request) -> Response:
                try:
                    return await handle(request)
                except MazuippoError as error:
                    return error_page(error)
                except Exception:  # noqa: BLE001 - the pages' edge: a page tells it, the log has it
                    _log.exception("a page failed")
                    return error_page(UnexpectedError())

            return told

    return PageRoute


def see(address: str) -> RedirectResponse:
    """The answer to what changed something: the page to look at next."""
    return RedirectResponse(address, status_code=303, headers=HEADERS)
