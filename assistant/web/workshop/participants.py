"""The participants' pages: the code, a group, its board and its sheet. Handlers only call."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.errors import NotFoundError
from assistant.texts import has_text, text
from assistant.web.cookies import SEAT
from assistant.web.form_fields import Fields
from assistant.web.page_route import see
from assistant.web.readiness import Readiness
from assistant.web.workshop.addresses import PATH
from assistant.web.workshop.page import PageRoute, page
from assistant.web.workshop.paper import record_response
from assistant.web.workshop.values import clock_of, given
from assistant.workshop.asked import Asked
from assistant.workshop.monday import LONGEST
from assistant.workshop.room import SECONDS_VALID, moved, put, taken_off, without_line
from assistant.workshop.workshop import Workshop

_SECONDS_TO_WAIT = 60
_GROUP = f"{PATH}/group"
_MOVES = {"up": -1, "down": 1}


def participant_routes(readiness: Readiness, workshop: Workshop) -> APIRouter:
    """The pages for whoever has the code of one workshop."""
    routes = APIRouter(include_in_schema=False, prefix=PATH, route_class=PageRoute)
    _entering(routes, workshop)
    _group(routes, readiness, workshop)
    _changes(routes, workshop)
    return routes


def _entering(routes: APIRouter, workshop: Workshop) -> None:
    @routes.get("")
    def code(request: Request, code: str = "") -> Response:
        """Asks for the code; who brings it along is asked for the group."""
        token = request.cookies.get(SEAT)
        if workshop.is_seated(token):
            return see(_GROUP)
        workshop.running()
        return _choose(workshop, request, code) if code else page("enter", text("workshop.enter_heading"))

    @routes.post("")
    def choose(request: Request, fields: Fields) -> HTMLResponse:
        """The groups, for who knows the code."""
        return _choose(workshop, request, fields.get("code", ""))

    @routes.post("/sit")
    def sit(request: Request, fields: Fields) -> Response:
        """A seat in a group. A device that has one keeps it."""
        group = fields.get("group", "")
        if workshop.is_seated(request.cookies.get(SEAT)):
            return see(_GROUP)
        token = workshop.sit(
            fields.get("code", ""), _address(request), int(group) if group.isdecimal() and len(group) < 4 else 0
        )
        seated = see(_GROUP)
        seated.set_cookie(SEAT, token, max_age=SECONDS_VALID, path="/", httponly=True, samesite="lax")
        return seated

    @routes.post("/leave")
    def leave(request: Request) -> Response:
        """Gives the seat up."""
        workshop.leave(request.cookies.get(SEAT))
        left = see(PATH)
        left.delete_cookie(SEAT, path="/")
        return left


def _group(routes: APIRouter, readiness: Readiness, workshop: Workshop) -> None:
    @routes.get("/group")
    def group(request: Request, said: str = "") -> HTMLResponse:
        """The group's page; `said`: what was just done."""
        told = f"workshop.said_{said}"
        return _page(request, workshop, said=text(told) if has_text(told) else "")

    @routes.post("/ask")
    def ask(request: Request, fields: Fields) -> HTMLResponse:
        """The page with an answer in it."""
        workshop.seat(request.cookies.get(SEAT))
        with readiness.turns.taken():
            assistant = readiness.assistant(_SECONDS_TO_WAIT)
            return _page(request, workshop, asked=workshop.ask(assistant, fields.get("question", "")))

    @routes.get("/clock")
    def clock(request: Request) -> JSONResponse:
        """How much is left, and whether it runs."""
        room, _ = workshop.seat(request.cookies.get(SEAT))
        return JSONResponse(clock_of(room, workshop))

    @routes.get("/record.{form}")
    def record(request: Request, form: str) -> Response:
        """The record of all boards, once the facilitator gives it out."""
        room, _ = workshop.seat(request.cookies.get(SEAT))
        if not room.shared:
            raise NotFoundError
        return record_response(form, room, workshop)


def _changes(routes: APIRouter, workshop: Workshop) -> None:
    @routes.post("/card/{act}")
    def card(request: Request, act: str, fields: Fields) -> Response:
        """Puts a card on the board, by itself or by its number, moves it, or takes it off."""
        token, wanted = request.cookies.get(SEAT), fields.get("card", "")
        if act == "number":
            workshop.put_numbered(token, fields.get("number", ""))
            return see(f"{_GROUP}?said=put")
        known = workshop.deck.card(wanted)
        if known is None or act not in ("put", "off", *_MOVES):
            raise NotFoundError
        if act == "put":
            workshop.change_group(token, lambda group: put(group, known.id))
        elif act == "off":
            workshop.change_group(token, lambda group: taken_off(group, known.id))
        else:
            workshop.change_group(token, lambda group: moved(group, known.id, _MOVES[act]))
        return see(f"{_GROUP}?said={'moved' if act in _MOVES else act}")

    @routes.post("/line")
    def line(request: Request, fields: Fields) -> Response:
        """Adds a line to the sheet."""
        words = (fields.get(name, "") for name in (*LONGEST, "town"))
        workshop.add_line(request.cookies.get(SEAT), *words)
        return see(f"{_GROUP}?said=line")

    @routes.post("/line/off")
    def line_off(request: Request, fields: Fields) -> Response:
        """Takes a line from the sheet."""
        at = fields.get("at", "")
        if not (at.isdecimal() and len(at) < 4):
            raise NotFoundError
        workshop.change_group(request.cookies.get(SEAT), lambda group: without_line(group, int(at)))
        return see(f"{_GROUP}?said=line_off")


def _choose(workshop: Workshop, request: Request, code: str) -> HTMLResponse:
    room = workshop.enter(code, _address(request))
    return page("choose", text("workshop.enter_choose"), **given(workshop), room=room)


def _page(request: Request, workshop: Workshop, asked: Asked | None = None, said: str = "") -> HTMLResponse:
    room, group = workshop.seat(request.cookies.get(SEAT))
    return page(
        "group",
        text("workshop.group_heading", number=group.number),
        **given(workshop),
        group=group,
        scenario=workshop.scenario_of(group),
        cards=workshop.deck.of(group.cards),
        clock=clock_of(room, workshop),
        shared=room.shared,
        longest=LONGEST,
        asked=asked,
        said=said,
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
