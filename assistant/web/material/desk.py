"""The desk of the material: bringing in after a preview, taking back, contacts, handing out. Handlers only call."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.corpus_report import brief, reason, unknown_towns
from assistant.errors import (
    BadRequestError,
    NotFoundError,
    UnexpectedError,
    sentence,
)
from assistant.texts import has_text, text
from assistant.web.material.proposals import Looked, Proposals
from assistant.web.material.uploads import sent
from assistant.web.page_route import HEADERS, page_route, see
from assistant.web.pages import address_of
from assistant.web.readiness import Readiness
from assistant.web.takeaway import download
from assistant.web.templates import template
from assistant.wording import cell
from corpus.errors import IntakeError, MazuippoError
from corpus.fetch import ALLOWED_HOSTS, PageFetcher
from corpus.given import Given
from corpus.librarian import as_cell
from corpus.library import Corpus
from corpus.readers.columns import column_roles
from corpus.register_sheet import read_register_sheet, register_sheet

if TYPE_CHECKING:
    from assistant.takeaway.forms import File

DESK = "/material/desk"
_MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}
_COLUMN = "column:"
_SHOWN = 200
"""So many rows of each kind are written out in a preview; of rejections all."""
_STATUS: dict[type[MazuippoError], int] = {
    NotFoundError: 404,
    UnexpectedError: 500,
}


def desk_routes(readiness: Readiness) -> APIRouter:
    """The desk of the corpus that is answered from."""
    routes = APIRouter(include_in_schema=False, prefix=DESK, route_class=page_route(error_page))
    proposals = Proposals()

    @routes.get("")
    def desk(said: str = "", number: int = 0, rejected: int = 0) -> HTMLResponse:
        """What can be done, and what was brought in so far; `said`: what was just done."""
        told, subject = f"desk.said_{said}", readiness.corpus.manifest.subject
        return _page(
            "desk",
            text("desk.heading"),
            said=text(told, number=number, rejected=rejected, subject=subject) if has_text(told) else "",
            imports=readiness.librarian.imports()[::-1],
            contacts=len(readiness.corpus.register.rows),
            entries=len(readiness.corpus.entries),
            hosts="、".join(ALLOWED_HOSTS),
            corpora=readiness.corpora(),
            chosen=readiness.corpus.manifest.name,
        )

    @routes.post("/preview")
    async def preview(request: Request) -> Response:
        """What files or an address would change, and what cannot be taken in."""
        form, librarian = await sent(request), readiness.librarian
        looked = await run_sync(lambda: proposals.look(librarian, _given(form.files, form.fields), {}))
        return _preview(looked, readiness.corpus)

    @routes.post("/columns")
    async def columns(request: Request) -> Response:
        """The same files, with headings that someone gave a meaning."""
        form, librarian = await sent(request), readiness.librarian
        before = proposals.take(librarian, form.fields.get("token", ""))
        named = {**before.named, **_named(form.fields, readiness.corpus)}
        return _preview(await run_sync(proposals.look, librarian, before.files, named), readiness.corpus)

    @routes.post("/accept")
    async def accept(request: Request) -> Response:
        """Brings in what was looked at; questions are answered from it when this page is left."""
        token = (await sent(request)).fields.get("token", "")
        looked = proposals.take(readiness.librarian, token)
        number = await run_sync(looked.librarian.accept, looked.proposal)
        await run_sync(readiness.follow)
        rejected = len(looked.proposal.intake.rejected)
        return see(f"{DESK}?said=added{'_in_part' if rejected else ''}&number={number}&rejected={rejected}")

    @routes.post("/undo")
    async def undo(request: Request) -> Response:
        """Takes an import back."""
        number = (await sent(request)).fields.get("number", "")
        if not number.isdecimal():
            raise BadRequestError(field="number")
        await run_sync(readiness.librarian.undo, int(number))
        await run_sync(readiness.follow)
        return see(f"{DESK}?said=undone&number={number}")

    @routes.post("/contacts")
    async def contacts(request: Request) -> Response:
        """The register that people keep, in place of the one before; whole or not at all."""
        form = await sent(request)
        if not form.files:
            raise IntakeError(file="-", reason="nothing_given")
        rows, rejected = await run_sync(lambda: read_register_sheet(form.files[0], readiness.corpus))
        if rejected:
            return _page("contacts", text("desk.contacts"), rejected=rejected, reason=reason)
        await run_sync(readiness.librarian.keep_contacts, rows)
        await run_sync(readiness.follow)
        return see(f"{DESK}?said=contacts&number={len(rows)}")

    @routes.post("/choose")
    async def choose(request: Request) -> Response:
        """Answers from another corpus from now on, here and in every page that is open."""
        name = (await sent(request)).fields.get("corpus", "")
        await run_sync(readiness.choose, name)
        return see(f"{DESK}?said=chosen")

    @routes.get("/diff")
    def diff(before: int = 0, after: int = 0) -> HTMLResponse:
        """Where two imports differ, row by row."""
        rows, heading = readiness.librarian.diff(before, after), text("desk.diff_of", before=before, after=after)
        return _page("diff", heading, rows=rows, manifest=readiness.corpus.manifest)

    @routes.get("/{name}.{form}")
    def hand_out(name: str, form: str) -> Response:
        """The corpus, an empty sheet, or the contacts, as a file."""
        return download(_file(name, form, readiness.corpus))

    return routes


def error_page(error: MazuippoError) -> HTMLResponse:
    """What is wrong and what to do next."""
    return _page("error", text("desk.error"), _STATUS.get(type(error), 400), told=sentence(error))


def _page(name: str, heading: str, status: int = 200, **values: object) -> HTMLResponse:
    made = template(f"material/{name}.html").render(heading=heading, desk=DESK, **values)
    return HTMLResponse(made, status_code=status, headers=HEADERS)


def _given(files: list[Given], fields: Mapping[str, str]) -> list[Given]:
    """The files of a form, and what lies at the address in it. Raises IntakeError if there is neither."""
    address = fields.get("address", "").strip()
    given = [*files, *([PageFetcher().fetch(address)] if address else [])]
    if not given:
        raise IntakeError(file="-", reason="nothing_given")
    return given


def _named(fields: Mapping[str, str], corpus: Corpus) -> dict[str, str]:
    """Headings → what they were said to hold."""
    roles = column_roles(corpus.manifest)
    return {
        name.removeprefix(_COLUMN): role for name, role in fields.items() if name.startswith(_COLUMN) and role in roles
    }


def _preview(looked: Looked, corpus: Corpus) -> HTMLResponse:
    intake, found = looked.proposal.intake, looked.proposal.preview
    unknown = dict.fromkeys(one.column for one in intake.rejected if one.reason == "column_unknown")
    values: dict[str, Any] = {
        "looked": looked,
        "intake": intake,
        "preview": found,
        "reason": reason,
        "unknown_towns": "・".join(unknown_towns(intake)),
        "unknown_columns": list(unknown),
        "roles": column_roles(corpus.manifest),
        "cell_of": lambda entry: cell(entry, corpus.manifest),
        "brief": brief,
        "address_of": address_of,
        "column": _COLUMN,
        "most": _SHOWN,
    }
    return _page("preview", text("desk.preview"), **values)


def _file(name: str, form: str, corpus: Corpus) -> "File":
    from assistant.takeaway.forms import File  # Word and Excel take a while to import
    from corpus.exports import export_file, template_file

    shown = f"{text(f'desk.file_{name}')}.{form}" if has_text(f"desk.file_{name}") else ""
    if form not in _MIME or not shown:
        raise NotFoundError
    if name == "corpus":
        content = export_file(shown, [as_cell(entry) for entry in corpus.entries], corpus.manifest)
    elif name == "template":
        content = template_file(shown, corpus.manifest)
    elif form == "csv":
        content = register_sheet(corpus)
    else:
        raise NotFoundError
    return File(shown, _MIME[form], content)
