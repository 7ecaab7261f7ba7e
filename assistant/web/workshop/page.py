"""How the workshop's pages are made, and what they say when something is wrong."""

from fastapi.responses import HTMLResponse

from assistant.errors import (
    BodyTooLargeError,
    BusyError,
    CodeWrongError,
    NotFoundError,
    NotReadyError,
    NotSeatedError,
    NoWorkshopError,
    TooManyTriesError,
    UnexpectedError,
    sentence,
)
from assistant.texts import text
from assistant.web.page_route import HEADERS, page_route
from assistant.web.templates import template
from corpus.errors import MazuippoError

_STATUS: dict[type[MazuippoError], int] = {
    CodeWrongError: 403,
    NotSeatedError: 403,
    NoWorkshopError: 404,
    NotFoundError: 404,
    BodyTooLargeError: 413,
    NotReadyError: 503,
    BusyError: 503,
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
