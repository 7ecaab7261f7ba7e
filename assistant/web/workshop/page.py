"""How the workshop's pages are made, and what they say when something is wrong; the fields that forms send."""

import logging
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute

from assistant.errors import (
    BadRequestError,
    BodyTooLargeError,
    CodeWrongError,
    NotFoundError,
    NotHereError,
    NotReadyError,
    NotSeatedError,
    NoWorkshopError,
    OtherOriginError,
    TooManyTriesError,
    UnexpectedError,
    sentence,
)
from assistant.texts import text
from assistant.web.api import whole_body
from assistant.web.templates import template
from corpus.errors import MazuippoError

_log = logging.getLogger(__name__)
_MOST_FIELDS = 50
_STATUS: dict[type[MazuippoError], int] = {
    CodeWrongError: 403,
    NotHereError: 403,
    NotSeatedError: 403,
    OtherOriginError: 403,
    NoWorkshopError: 404,
    NotFoundError: 404,
    BodyTooLargeError: 413,
    NotReadyError: 503,
    TooManyTriesError: 429,
    UnexpectedError: 500,
}
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Frame-Options": "SAMEORIGIN"}


class PageRoute(APIRoute):
    """A route whose errors are pages that say what to do."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its errors told."""
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handle(request)
            except MazuippoError as error:
                return error_page(error)
            except Exception:  # noqa: BLE001 - the pages' edge: a page tells it, the log has it
                _log.exception("a page of the workshop failed")
                return error_page(UnexpectedError())

        return told


def page(name: str, heading: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of the workshop from its template."""
    made = template(f"workshop/{name}.html").render(heading=heading, **values)
    return HTMLResponse(made, status_code=status, headers=_HEADERS)


def error_page(error: MazuippoError) -> HTMLResponse:
    """What is wrong and what to do next."""
    status = _STATUS.get(type(error), 400)
    return page("error", text("workshop.error_heading"), status, told=sentence(error))


def see(address: str) -> RedirectResponse:
    """The answer to what changed something: the page to look at next."""
    return RedirectResponse(address, status_code=303, headers=_HEADERS)


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name."""
    try:
        found = parse_qs((await whole_body(request)).decode(), max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise BadRequestError(field="form") from error
    return {name: values[-1] for name, values in found.items()}


Fields = Annotated[dict[str, str], Depends(_fields)]
