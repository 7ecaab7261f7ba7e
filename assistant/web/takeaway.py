"""持ち帰る: an answer, towns or rows as files. A question comes in a request's body, so that no log has it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qs, quote

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from assistant.answer import Answer
from assistant.errors import BadRequestError, EntryUnknownError, NotFoundError
from assistant.limits import BANDS, Limits
from assistant.takeaway.phrases import reiwa
from assistant.takeaway.report import Report, report_of_answer, report_of_entries, report_of_towns
from assistant.verify import faults
from assistant.web.api import whole_body
from assistant.web.prose import copied_html
from assistant.web.readiness import Readiness
from assistant.web.templates import template
from corpus.library import Corpus

if TYPE_CHECKING:
    from assistant.takeaway.forms import File

_SECONDS_TO_WAIT = 60
_MOST_FIELDS = 200
_Fields = dict[str, list[str]]
_Many = Annotated[list[str] | None, Query()]


def takeaway_routes(readiness: Readiness) -> APIRouter:
    """The files of one corpus: of rows and towns by address, of an answer by what was asked."""
    routes = APIRouter(include_in_schema=False, prefix="/takeaway")

    @routes.get("/{form}")
    def chosen(form: str, entry: _Many = None, town: _Many = None, to: str | None = None) -> Response:
        """Rows or towns that someone chose; a comparison of towns."""
        from assistant.takeaway.forms import comparison_file, file_of  # Word and Excel take a while to import

        corpus = readiness.corpus
        if town and (compared := comparison_file(form, town, corpus, date.today())):
            return download(compared)
        return download(file_of(form, _of_choice(entry or [], town or [], corpus), to))

    @routes.post("/print")
    async def printed(request: Request) -> HTMLResponse:
        """The page of an answer, to be printed."""
        fields = _fields(await whole_body(request))
        return HTMLResponse(await run_sync(lambda: print_page(*_answered(fields, readiness))))

    @routes.post("/{form}")
    async def asked(form: str, request: Request) -> Response:
        """An answer in a form."""
        fields = _fields(await whole_body(request))

        def made() -> "File | None":
            from assistant.takeaway.forms import file_of

            report = report_of_answer(*_answered(fields, readiness), date.today())
            return file_of(form, report, _one(fields, "to") or None)

        return download(await run_sync(made))

    return routes


def print_page(answer: Answer, corpus: Corpus) -> str:
    """An answer on a page of its own, with the sources of its quotes, and what the source misspells, written out."""
    report = report_of_answer(answer, corpus, date.today())
    return template("print.html").render(
        heading=answer.question,
        answer=answer,
        words=copied_html(answer),
        misprints={quote.n: quote.misprints for quote in report.quotes},
        manifest=corpus.manifest,
        day=reiwa(report.made),
    )


def _of_choice(entry_ids: list[str], codes: list[str], corpus: Corpus) -> Report:
    for entry_id in entry_ids:
        if corpus.entry(entry_id) is None:
            raise EntryUnknownError(entry_id=entry_id)
    if not set(codes) <= corpus.municipalities.keys() or not (entry_ids or codes):
        raise NotFoundError
    if codes:
        return report_of_towns(codes, corpus, date.today())
    return report_of_entries((e for i in entry_ids if (e := corpus.entry(i))), corpus, date.today())


def _answered(fields: _Fields, readiness: Readiness) -> tuple[Answer, Corpus]:
    """The answer to what was asked, and the corpus that it is from.

    One that a model wrote comes along, since it would not write the same again.
    """
    if written := _one(fields, "answer"):
        corpus = readiness.corpus
        return _held(written, corpus), corpus
    assistant = readiness.assistant(_SECONDS_TO_WAIT)
    limits = _limits(fields, assistant.corpus)
    *_, answer = assistant.stream(_one(fields, "question"), fields.get("history", []), "extractive", limits=limits)
    return answer, assistant.corpus


def _held(written: str, corpus: Corpus) -> Answer:
    """An answer that comes along, if it holds as any answer must."""
    try:
        answer = Answer.model_validate_json(written)
    except ValidationError as error:
        raise BadRequestError(field="answer") from error
    if faults(answer, corpus):
        raise BadRequestError(field="answer")
    return answer


def _limits(fields: _Fields, corpus: Corpus) -> Limits | None:
    """The limits that were set by hand for the question; None if none were."""
    if not _one(fields, "limited"):
        return None
    theme, aspect, manifest = _one(fields, "theme"), _one(fields, "aspect"), corpus.manifest
    return Limits(
        regions=tuple(fields.get("region", [])),
        kinds=tuple(fields.get("kind", [])),
        sizes=tuple(size for size in fields.get("size", []) if size in BANDS),
        theme=theme if theme in (known.id for known in manifest.themes) else None,
        aspect=aspect if aspect in (known.id for known in manifest.aspects) else None,
    )


def _fields(body: bytes) -> _Fields:
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise BadRequestError(field="form") from error


def _one(fields: _Fields, name: str) -> str:
    return fields.get(name, [""])[0]


def download(file: "File | None") -> Response:
    """A file under its Japanese name. Raises NotFoundError for None."""
    if file is None:
        raise NotFoundError
    plain = f"takeaway.{file.name.rpartition('.')[2]}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {"Content-Disposition": named, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(file.content, media_type=file.media, headers=headers)
