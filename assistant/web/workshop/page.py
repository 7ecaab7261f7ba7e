"""How the workshop's pages are made, and what they say when something is wrong; the fields that forms send."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

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
from assistant.web.page_route import HEADERS, page_route
from assistant.web.templates import template
from corpus.errors import MazuippoError

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


def page(name: str, heading: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of the workshop from its template."""
    made = template(f"workshop/{name}.html").render(heading=heading, **values)
    return HTMLResponse(made, status_code=status, headers=HEADERS)


def error_page(error: MazuippoError) -> HTMLResponse:
    """What is wrong and what to do next."""
    status = _STATUS.get(type(error), 400)
    return page("error", text("workshop.error_heading"), status, told=sentence(error))


PageRoute = page_route(error_page)


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name."""
    try:
        found = parse_qs((await whole_body(request)).decode(), max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise BadRequestError(field="form") from error
    return {name: values[-1] for name, values in found.items()}


Fields = Annotated[dict[str, str], Depends(_fields)]
