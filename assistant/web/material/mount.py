"""Puts the desk of the material into the app, and the tab that is its door."""

from datetime import date

import gradio as gr
from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.responses import Response

from assistant.errors import DeskClosedError, NotHereError, OtherOriginError
from assistant.material import standing_of
from assistant.web.material.desk import DESK, desk_routes, error_page
from assistant.web.origin import CHANGING, from_this_machine, host_of, is_own
from assistant.web.readiness import Readiness
from assistant.web.shown import show
from assistant.web.templates import template
from assistant.web.workshop.addresses import is_loopback, is_plain
from corpus.library import Corpus


def add_material(app: FastAPI, readiness: Readiness, listening: str) -> None:
    """Adds the desk to the app that is served at this address; it opens only where nobody else can reach it."""
    if is_loopback(listening):
        app.include_router(desk_routes(readiness), dependencies=[Depends(_from_here)])
    else:
        app.include_router(_closed())


def material_tab(readiness: Readiness, listening: str) -> None:
    """Lays the tab out in the Blocks that is being built."""
    door = gr.HTML(elem_id="material-door", apply_default_css=False)

    def tell(corpus: Corpus) -> None:
        standing, here = standing_of(corpus, date.today()), is_loopback(listening)
        show(door, value=template("material/door.html").render(standing=standing, here=here, desk=DESK))

    readiness.fill(tell)


def _from_here(request: Request) -> None:
    """Raises an error for a request that this machine, or a page of ours, did not make."""
    if not (from_this_machine(request.scope) and is_plain(host_of(request.headers))):
        raise NotHereError
    if request.method in CHANGING and not is_own(request.headers):
        raise OtherOriginError


def _closed() -> APIRouter:
    """In place of the desk: why it is closed."""
    routes = APIRouter(include_in_schema=False, prefix=DESK)

    @routes.api_route("", methods=["GET", "POST"])
    @routes.api_route("/{rest:path}", methods=["GET", "POST"])
    def closed() -> Response:
        return error_page(DeskClosedError())

    return routes
