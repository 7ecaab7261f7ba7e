"""The screens on the projector, and the clock that all look at. Handlers only call."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.errors import NotFoundError, NotReadyError
from assistant.pipeline import Assistant
from assistant.texts import text
from assistant.web.readiness import Readiness
from assistant.web.workshop.addresses import FACILITATOR
from assistant.web.workshop.desk import joining
from assistant.web.workshop.page import PageRoute, page
from assistant.web.workshop.values import clock_of, given
from assistant.workshop.clock import Clock
from assistant.workshop.slides import slides_of
from assistant.workshop.workshop import Workshop

_CLOCK = {"start": Clock.started, "stop": Clock.stopped, "more": Clock.with_more}


def projector_routes(readiness: Readiness, workshop: Workshop, listening: str) -> APIRouter:
    """The projector of one workshop."""
    routes = APIRouter(include_in_schema=False, prefix=FACILITATOR, route_class=PageRoute)

    @routes.get("/show")
    def show(request: Request) -> HTMLResponse:
        """All screens, as they are now; the page looks for what has changed."""
        room = workshop.room()
        return page(
            "show",
            text("workshop.show_title"),
            **given(workshop),
            **joining(room, request, listening),
            room=room,
            clock=clock_of(room, workshop),
            slides=slides_of(room, workshop, _if_ready(readiness)),
        )

    @routes.get("/clock")
    def clock() -> JSONResponse:
        """How much is left, and whether it runs."""
        return JSONResponse(clock_of(workshop.room(), workshop))

    @routes.post("/clock/{act}")
    def set_clock(act: str) -> JSONResponse:
        """Starts it, stops it, or gives a minute more."""
        if act not in _CLOCK:
            raise NotFoundError
        return JSONResponse(clock_of(workshop.set_clock(_CLOCK[act]), workshop))

    return routes


def _if_ready(readiness: Readiness) -> Assistant | None:
    """The assistant; None while it is being made ready: the screens do not wait for it."""
    try:
        return readiness.assistant(0)
    except NotReadyError:
        return None
