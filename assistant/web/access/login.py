"""Logging in and out. Handlers only call."""

from typing import Any
from urllib.parse import urlencode

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.access.access import SECONDS_OF_A_LOG_IN, Access
from assistant.errors import LockedOutError, LogInWrongError, UnexpectedError, sentence
from assistant.texts import text
from assistant.web.cookies import LOG_IN, cookie_of
from assistant.web.form_fields import Fields
from assistant.web.page_route import HEADERS, page_route, see
from assistant.web.templates import template
from assistant.web.workshop.addresses import PATH
from corpus.errors import MazuippoError

LOGIN = "/login"
_STATUS: dict[type[MazuippoError], int] = {LogInWrongError: 403, LockedOutError: 429, UnexpectedError: 500}


def login_routes(access: Access) -> APIRouter:
    """The pages of one server's log-ins."""
    routes = APIRouter(include_in_schema=False, route_class=page_route(error_page))
    one_at_a_time = anyio.CapacityLimiter(1)  # who waits here holds no thread that others need

    @routes.get(LOGIN)
    def login(request: Request, next: str = "/") -> HTMLResponse:
        """Asks for name and password; or tells who is logged in."""
        return _page(
            "login", text("account.heading"), visitor=request.scope.get("visitor"), next=_own(next), name="", told=""
        )

    @routes.post(LOGIN)
    async def log_in(request: Request, fields: Fields) -> Response:
        """Lets in, or tells why not, and asks again."""
        name, password, wanted = (fields.get(field, "") for field in ("name", "password", "next"))
        address = request.client.host if request.client else ""
        try:
            token = await run_sync(access.log_in, name, password, address, limiter=one_at_a_time)
        except (LogInWrongError, LockedOutError) as error:
            values = {"visitor": None, "next": _own(wanted), "name": name, "told": sentence(error)}
            return _page("login", text("account.heading"), _STATUS[type(error)], **values)
        entered = see(_own(wanted))
        secure = request.url.scheme == "https"
        entered.set_cookie(
            LOG_IN, token, max_age=SECONDS_OF_A_LOG_IN, path="/", httponly=True, samesite="lax", secure=secure
        )
        return entered

    @routes.post("/logout")
    def log_out(request: Request) -> Response:
        """Ends the log-in."""
        access.log_out(cookie_of(request.headers, LOG_IN))
        left = see(LOGIN)
        left.delete_cookie(LOG_IN, path="/")
        return left

    return routes


def login_address(request: Request) -> str:
    """Where to log in and be led back to what was asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return LOGIN if wanted == "/" else f"{LOGIN}?{urlencode({'next': wanted})}"


def error_page(error: MazuippoError, status: int = 0) -> HTMLResponse:
    """What is wrong and what to do next."""
    return _page("error", text("account.refused"), status or _STATUS.get(type(error), 400), told=sentence(error))


def _page(kind: str, heading: str, status: int = 200, **values: Any) -> HTMLResponse:
    made = template(f"access/{kind}.html").render(heading=heading, workshop=PATH, **values)
    return HTMLResponse(made, status_code=status, headers=HEADERS)


def _own(address: str) -> str:
    """An address of ours; the first page in place of any other."""
    ours = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if ours and address.isprintable() else "/"
