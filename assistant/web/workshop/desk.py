"""The facilitator's desk: preparing, who sits where, the record, ending and erasing. Handlers only call."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.errors import RoomUnreadableError
from assistant.limits import BANDS
from assistant.texts import text
from assistant.web.form_fields import Fields
from assistant.web.page_route import see
from assistant.web.workshop.addresses import FACILITATOR, join_addresses, qr_code, with_code
from assistant.web.workshop.page import PageRoute, page
from assistant.web.workshop.values import given
from assistant.workshop.code import as_read
from assistant.workshop.contents import contents_of
from assistant.workshop.kit import A_SHEET
from assistant.workshop.near import name_of, town_meant
from assistant.workshop.room import MOST_GROUPS, SECONDS_VALID, Room
from assistant.workshop.timetable import STEPS
from assistant.workshop.workshop import Workshop
from corpus.japan import load_towns

_GROUPS = 6


def desk_routes(workshop: Workshop, listening: str) -> APIRouter:
    """The desk of one workshop; `listening`: the address at which the app is served."""
    routes = APIRouter(include_in_schema=False, prefix=FACILITATOR, route_class=PageRoute)

    @routes.get("")
    def desk(request: Request) -> HTMLResponse:
        """What is prepared, how the groups are, and what can be done."""
        try:
            room = workshop.store.read()
        except RoomUnreadableError:
            return page("unread", text("workshop.heading"))
        if room is None:
            return _prepare(workshop)
        return _running(room, workshop, joining(room, request, listening))

    @routes.post("/begin")
    def begin(fields: Fields) -> Response:
        """A new room."""
        size = fields.get("size")
        workshop.begin(
            _number(fields.get("groups", ""), _GROUPS),
            town_meant(fields.get("own", "")),
            size if size in BANDS else None,
        )
        return see(FACILITATOR)

    @routes.post("/erase")
    def erase() -> HTMLResponse:
        """All that was kept, and what that was."""
        contents = _contents(workshop)
        workshop.store.erase()
        told = text("workshop.desk_erased", contents=contents) if contents else text("workshop.desk_nothing")
        return page("erased", text("workshop.desk_erase"), told=told)

    @routes.post("/code")
    def code() -> Response:
        """Another code; a workshop that had ended runs again."""
        workshop.with_new_code()
        return see(FACILITATOR)

    @routes.post("/end")
    def end() -> Response:
        """The code opens nothing any more; boards stay."""
        workshop.end()
        return see(FACILITATOR)

    @routes.post("/share")
    def share(fields: Fields) -> Response:
        """Whether participants may take the record home."""
        workshop.share(fields.get("shared") == "yes")
        return see(FACILITATOR)

    @routes.post("/scenarios")
    def scenarios(fields: Fields) -> Response:
        """Which group works on what."""
        workshop.set_scenarios({_number(name): value for name, value in fields.items()})
        return see(FACILITATOR)

    return routes


def joining(room: Room, request: Request, listening: str) -> dict[str, Any]:
    """How participants come in: the code, the addresses, and a drawing of the first; none where nobody else can."""
    addresses = join_addresses(listening, request.scope["server"][1])
    return {
        "code": as_read(room.code),
        "addresses": addresses,
        "qr": qr_code(with_code(addresses[0], room.code)) if addresses else None,
    }


def _prepare(workshop: Workshop) -> HTMLResponse:
    return page(
        "prepare",
        text("workshop.heading"),
        **given(workshop),
        groups=_GROUPS,
        most_groups=MOST_GROUPS,
        sheets=-(-len(workshop.deck.cards) // A_SHEET),
        steps=STEPS,
        bands=BANDS,
        names=[name_of(town) for town in load_towns()],
    )


def _running(room: Room, workshop: Workshop, joined: dict[str, Any]) -> HTMLResponse:
    return page(
        "desk",
        text("workshop.heading"),
        **given(workshop),
        **joined,
        room=room,
        runs=room.runs(workshop.now()),
        hours=SECONDS_VALID // 3600,
        groups=len(room.groups),
        sheets=-(-len(workshop.deck.cards) // A_SHEET),
        contents=asdict(contents_of(room)),
    )


def _contents(workshop: Workshop) -> str:
    """What is kept, in words; empty for nothing."""
    try:
        room = workshop.store.read()
    except RoomUnreadableError:
        return text("workshop.desk_contents_unread")
    return text("workshop.desk_contents", **asdict(contents_of(room))) if room else ""


def _number(typed: str, otherwise: int = 0) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 4 else otherwise
