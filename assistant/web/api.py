"""The HTTP face of the assistant, beside the page."""

import re
from typing import Annotated, Any, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, ValidationError, WithJsonSchema
from starlette.exceptions import HTTPException

from assistant.answer import Answer
from assistant.errors import (
    BadRequestError,
    BodyTooLargeError,
    BusyError,
    CorpusUnknownError,
    EntryUnknownError,
    NotFoundError,
    NotReadyError,
    TooManyQuestionsError,
    UnexpectedError,
    sentence,
)
from assistant.question import LONGEST
from assistant.web.readiness import Readiness
from corpus.entry import Entry
from corpus.errors import MazuippoError

_LARGEST_BODY = 256 * 1024
_SECONDS_TO_WAIT = 60
_STATUS: dict[type[MazuippoError], int] = {
    NotReadyError: 503,
    BusyError: 503,
    BodyTooLargeError: 413,
    EntryUnknownError: 404,
    NotFoundError: 404,
    UnexpectedError: 500,
}


class AskRequest(BaseModel):
    """A question; `history`: earlier questions of the same conversation, oldest first."""

    model_config = ConfigDict(extra="forbid", strict=True)
    question: Annotated[str, WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST})]
    history: list[str] = []
    mode: Literal["extractive", "model"] = "extractive"
    corpus: str | None = None


class ErrorBody(BaseModel):
    """What is wrong and what to do next."""

    code: str
    message: str


class ErrorResponse(BaseModel):
    """Every error, whatever its status."""

    error: ErrorBody


_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorResponse} for status in (400, 401, 403, 404, 413, 429, 500, 503)
}
_ASK_BODY = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": AskRequest.model_json_schema()}}}
}


def api_routes(readiness: Readiness) -> APIRouter:
    """The routes of the contract for one corpus."""
    routes = APIRouter(responses={400: _ERRORS[400], 500: _ERRORS[500]})

    @routes.post("/api/ask", response_model=Answer, responses=_ERRORS, openapi_extra=_ASK_BODY)
    async def ask(request: Request) -> JSONResponse:
        """Answers one question."""
        asked = _read(await whole_body(request))
        if asked.corpus not in (None, readiness.corpus.manifest.name):
            raise CorpusUnknownError(name=asked.corpus)
        with readiness.turns.taken():
            assistant = await run_sync(readiness.assistant, _SECONDS_TO_WAIT)
            answer = await run_sync(lambda: assistant.ask(asked.question, asked.history, asked.mode))
        return JSONResponse(answer.as_json())

    @routes.get("/api/entries")
    def entries() -> list[Entry]:
        """All entries, in source order."""
        return list(readiness.corpus.entries)

    @routes.get("/api/entries/{entry_id}", responses={404: _ERRORS[404]})
    def entry(entry_id: str) -> Entry:
        """One entry by its id."""
        found = readiness.corpus.entry(entry_id)
        if found is None:
            raise EntryUnknownError(entry_id=entry_id)
        return found

    @routes.get("/healthz")
    def healthz() -> dict[str, str]:
        """The process lives."""
        return {"status": "ok"}

    @routes.get("/readyz", responses={503: _ERRORS[503]})
    def readyz() -> dict[str, str]:
        """Questions are answered."""
        readiness.assistant(0)
        return {"status": "ready"}

    @routes.api_route("/api/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def unknown(rest: str) -> None:
        raise NotFoundError(path=rest)

    return routes


def add_error_responses(app: FastAPI) -> None:
    """Makes every failure of the app's routes an `{"error": {"code", "message"}}` with a Japanese sentence."""

    @app.exception_handler(MazuippoError)
    async def told(_: Request, error: MazuippoError) -> JSONResponse:
        return retry_later(error_response(error, _STATUS.get(type(error), 400)), error)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        known = NotFoundError() if error.status_code == 404 else BadRequestError(field=str(error.detail))
        return error_response(known, error.status_code)

    @app.exception_handler(Exception)
    async def unexpected(_: Request, __: Exception) -> JSONResponse:
        return error_response(UnexpectedError(), 500)


def error_response(error: MazuippoError, status: int, of_page: bool = False) -> JSONResponse:
    """An error as JSON; its code is the class's name in snake_case without "error".

    `of_page`: it answers Gradio's script, which shows what stands under `detail`.
    """
    code = re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__.removesuffix("Error")).lower()
    told = sentence(error)
    shown = {"detail": told} if of_page else {}
    return JSONResponse({"error": {"code": code, "message": told}, **shown}, status_code=status)


def retry_later(response: JSONResponse, error: MazuippoError) -> JSONResponse:
    """The response, with the seconds after which to come back where the error has them."""
    if isinstance(error, BusyError | TooManyQuestionsError):
        response.headers["Retry-After"] = str(error.facts["seconds"])
    return response


async def whole_body(request: Request) -> bytes:
    """The request's body; counted while it comes, since its announced length may lie."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise BodyTooLargeError(limit=LONGEST)
    return bytes(body)


def _read(body: bytes) -> AskRequest:
    try:
        return AskRequest.model_validate_json(body)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "JSON"
        raise BadRequestError(field=where) from error
