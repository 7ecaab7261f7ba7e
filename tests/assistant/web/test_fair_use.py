"""How much of a server one gets: by caller, and in what words it is refused."""

from typing import Any

import anyio
import pytest
from fastapi import FastAPI
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from assistant.web import fair_use
from assistant.web.access.visitor import Visitor
from assistant.web.fair_use import MOST, FairUse

BUSY = "ただいま、たいへん混み合っています。5秒ほど待ってから、もう一度お試しください。"


class As:
    """What the gate does: says who asks."""

    def __init__(self, app: Any, visitor: Visitor | None) -> None:
        self._app, self._visitor = app, visitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope | {"visitor": self._visitor}, receive, send)


def answers(app: FastAPI) -> FastAPI:
    @app.post("/api/ask")
    @app.post("/w/ask")
    @app.post("/other")
    def ask() -> str:
        return "答え"

    return app


def browser(app: Any, visitor: Visitor | None, address: str = "10.0.0.1") -> TestClient:
    return TestClient(As(app, visitor), client=(address, 50000))


def test_each_has_so_much_in_a_minute() -> None:
    times = iter([0.0] * (2 * MOST + 3) + [60.0] * 2)
    app = FairUse(answers(FastAPI()), now=lambda: next(times))
    satou = browser(app, Visitor("佐藤", "reader"))
    assert {satou.post("/api/ask").status_code for _ in range(MOST)} == {200}

    refused = satou.post("/api/ask")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    told = "質問が続いています。60秒ほど待ってから、もう一度お試しください。"
    assert refused.json() == {"error": {"code": "too_many_questions", "message": told}}
    assert satou.post("/other").status_code == 200
    assert browser(app, Visitor("山田", "reader")).post("/api/ask").status_code == 200
    assert satou.post("/w/ask").status_code == 200


@pytest.mark.parametrize(
    ("visitor", "refused"),
    [
        pytest.param(None, True, id="参加者"),
        pytest.param(Visitor("佐藤", "reader"), True, id="閲覧者"),
        pytest.param(Visitor("", "administrator"), False, id="このパソコンの人"),
    ],
)
def test_whoever_sits_at_the_machine_is_not_counted(visitor: Visitor | None, refused: bool) -> None:
    client = browser(FairUse(answers(FastAPI()), now=lambda: 0.0), visitor)
    statuses = [client.post("/w/ask").status_code for _ in range(MOST + 1)]
    assert (statuses[-1] == 429) == refused


def test_participants_are_told_apart_by_their_address() -> None:
    app = FairUse(answers(FastAPI()), now=lambda: 0.0)
    one, other = browser(app, None), browser(app, None, "10.0.0.2")
    statuses = [one.post("/w/ask").status_code for _ in range(MOST + 1)]
    assert (statuses[-1], other.post("/w/ask").status_code) == (429, 200)


def test_a_full_queue_of_the_page_is_told_in_our_words() -> None:
    """Gradio's script shows `detail`, except with 503, which it tells in English."""
    app = FastAPI()

    @app.post("/gradio_api/queue/join")
    def join() -> JSONResponse:
        return JSONResponse({"detail": "Queue is full. Max size is 64 and size is 64."}, status_code=503)

    answer = browser(FairUse(app), Visitor("", "administrator")).post("/gradio_api/queue/join")
    assert answer.status_code == 429
    assert answer.json() == {"error": {"code": "busy", "message": BUSY}, "detail": BUSY}


@pytest.mark.parametrize(("seconds", "whole"), [(0.05, False), (30.0, True)])
def test_a_body_comes_to_its_end_or_is_cut_off(monkeypatch: pytest.MonkeyPatch, seconds: float, whole: bool) -> None:
    monkeypatch.setattr(fair_use, "SECONDS_FOR_A_BODY", seconds)
    assert anyio.run(received, seconds < 1) is whole


async def received(stalls: bool) -> bool:
    got: list[str] = []
    pieces = iter([{"type": "http.request", "body": b"a", "more_body": True}])

    async def receive() -> Any:
        for piece in pieces:
            return piece
        if stalls:
            await anyio.sleep_forever()
        return {"type": "http.request", "body": b"b", "more_body": False}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            got.append(message["type"])
            if message["type"] == "http.disconnect" or not message["more_body"]:
                return

    async def send(_: Any) -> None: ...

    await FairUse(app)({"type": "http", "method": "POST", "path": "/api/ask", "client": None}, receive, send)
    return got == ["http.request", "http.request"]
