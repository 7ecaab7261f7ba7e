"""What leaves the screen: the kit to be printed, and the record as files. Handlers only call."""

from datetime import date

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from assistant.errors import NotFoundError
from assistant.texts import text
from assistant.web.readiness import Readiness
from assistant.web.takeaway import download
from assistant.web.workshop.addresses import FACILITATOR
from assistant.web.workshop.page import PageRoute, page
from assistant.web.workshop.values import given
from assistant.workshop.kit import kit_of
from assistant.workshop.room import Room
from assistant.workshop.timetable import STEPS
from assistant.workshop.workshop import Workshop

_GROUPS = 6
_SECONDS_TO_WAIT = 60


def paper_routes(readiness: Readiness, workshop: Workshop) -> APIRouter:
    """Kit and record of one workshop."""
    routes = APIRouter(include_in_schema=False, prefix=FACILITATOR, route_class=PageRoute)

    @routes.get("/kit")
    def kit(groups: int = _GROUPS, sets: int | None = None, printing: str = "") -> HTMLResponse:
        """Everything to print, for the room that there is, else for one of so many groups; `printing`: at once."""
        room = workshop.store.read() or workshop.planned(groups)
        made = kit_of(room, workshop, readiness.assistant(_SECONDS_TO_WAIT), sets or len(room.groups))
        return page(
            "kit", text("workshop.kit_title"), **given(workshop), kit=made, steps=STEPS, printing=printing == "yes"
        )

    @routes.get("/record.{form}")
    def record(form: str) -> Response:
        """All boards and sheets, in Word or Excel."""
        return record_response(form, workshop.room(), workshop)

    return routes


def record_response(form: str, room: Room, workshop: Workshop) -> Response:
    """The record as a download. Raises NotFoundError for another form."""
    from assistant.workshop.record_files import FORMS, record_file  # Word and Excel take a while to import

    if form not in FORMS:
        raise NotFoundError
    return download(record_file(form, room, workshop, date.today()))
