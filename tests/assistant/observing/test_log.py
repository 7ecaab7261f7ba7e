"""What operators see: whole lines, figures, and never a word that anyone typed."""

import asyncio
import json
import logging
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from assistant.observing.events import answered, request_id, requested
from assistant.observing.log import begin_log
from assistant.observing.metrics import Metrics
from tests.page_client import PageClient

SECRET = "ひみつの合言葉"


@pytest.fixture(autouse=True)
def _loggers() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("mazuippo")
    handlers, level, own = root.handlers[:], ours.level, ours.handlers[:]
    yield
    for logger, before in ((root, handlers), (ours, own)):
        for handler in set(logger.handlers) - set(before):
            handler.close()
        logger.handlers = before
    ours.setLevel(level)


async def ask_on_the_page(address: str, question: str) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=60) as http:
        assert "市民意識調査" in await PageClient(http, (await http.get("/config")).json()).ask(question)


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_an_event_is_one_json_object(tmp_path: Path) -> None:
    begin_log(str(tmp_path / "log.jsonl"))
    token = request_id.set("a1b2c3")
    answered("extractive", "ask", "quotes", None, {"understand": 1.5, "total": 20.25})
    requested("POST", "/api/ask", 200, 21.04)
    request_id.reset(token)

    logging.getLogger("bm25s").info("Building index")

    answer, request = lines(tmp_path / "log.jsonl")
    assert answer.pop("timestamp")
    assert request.pop("timestamp")
    assert answer == {
        "request_id": "a1b2c3",
        "message": "answer",
        "event": "answer",
        "level": "info",
        "logger": "mazuippo",
        "mode": "extractive",
        "intent": "ask",
        "outcome": "quotes",
        "fallback": None,
        "steps_ms": {"understand": 1.5, "total": 20.25},
    }
    assert request == {
        "request_id": "a1b2c3",
        "message": "request",
        "event": "request",
        "level": "info",
        "logger": "mazuippo",
        "method": "POST",
        "route": "/api/ask",
        "status": 200,
        "ms": 21.0,
    }


@pytest.mark.parametrize("place", ["", "log.jsonl"])
def test_of_an_exception_only_the_kind_and_the_place_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    begin_log(str(tmp_path / place) if place else "")
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("assistant.web.chat").exception("a question could not be answered")

    told = capsys.readouterr().err + "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert SECRET not in told
    assert "a question could not be answered" in told
    assert "test_of_an_exception_only_the_kind_and_the_place_are_told" in told
    assert "ValueError" in told


def test_without_a_log_nothing_but_what_is_wrong_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    begin_log("")
    requested("GET", "/", 200, 1.0)
    logging.getLogger("assistant").warning("store broken")
    assert capsys.readouterr().err == "WARNING assistant: store broken\n"


def test_figures_count_events() -> None:
    metrics, ours = Metrics(), logging.getLogger("mazuippo")
    ours.setLevel(logging.INFO)
    ours.addHandler(metrics)
    for _ in range(2):
        requested("POST", "/api/ask", 200, 30.0)
    answered("model", "compare", "quotes", "timeout", {"total": 400.0})

    told = metrics.text().decode().splitlines()
    assert 'mazuippo_requests_total{method="POST",route="/api/ask",status="200"} 2.0' in told
    assert 'mazuippo_answers_total{fallback="timeout",mode="model",outcome="quotes"} 1.0' in told
    assert 'mazuippo_step_seconds_bucket{le="0.25",step="total"} 0.0' in told
    assert 'mazuippo_step_seconds_bucket{le="0.5",step="total"} 1.0' in told


def test_no_word_that_was_typed_is_written_anywhere(
    model_folder: Path, with_index: Callable[[Path], Path], tmp_path: Path
) -> None:
    """A real server with a log and figures, asked in every way that works and in some that do not."""
    home, log = with_index(tmp_path / "home"), tmp_path / "log.jsonl"
    variables = os.environ | {
        "MAZUIPPO_HOME": str(home),
        "MAZUIPPO_EMBEDDING_MODEL": str(model_folder),
        "MAZUIPPO_LOG": str(log),
        "MAZUIPPO_METRICS": "true",
    }
    command = [sys.executable, "-P", "-m", "assistant", "chat", "--port", "0"]
    with subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().split("：")[1].strip().rstrip("/")

            def send(path: str, body: object = None) -> str:
                data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
                with suppress(urllib.error.HTTPError), urllib.request.urlopen(f"{address}{path}", data) as answer:
                    return str(answer.read().decode())
                return ""

            assert "quote" in send("/api/ask", {"question": f"{SECRET}、呉市は何から始めた?"})
            send("/api/ask", {"question": SECRET, "history": [f"{SECRET}の町は?"]})
            send("/api/ask", {"question": f"{SECRET}の予算と職員数は?", "mode": "model"})
            send("/api/ask", {"question": f"山田太郎、住所は{SECRET}町1-2-3、電話は090-1234-5678"})
            send("/api/ask", {"question": [SECRET]})
            send("/api/ask", SECRET.encode())
            send(f"/api/entries/{quote(SECRET)}")
            send(f"/{quote(SECRET)}?q={quote(SECRET)}")
            send(f"/w?code={quote(SECRET)}")
            send(f"/towns/{quote(SECRET)}")
            send("/gradio_api/queue/join", {"data": [SECRET], "fn_index": 10**9, "session_hash": SECRET})
            send("/gradio_api/run/predict", {"data": [SECRET], "fn_index": 0, "session_hash": SECRET})
            asyncio.run(ask_on_the_page(address, f"{SECRET}、呉市は何から始めた?"))
            figures = send("/metrics")
        finally:  # else a test that fails here would wait for the server for ever
            server.terminate()
        out, errors = server.communicate(timeout=30)

    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_mtime > log.stat().st_ctime - 600]
    forms = [SECRET.encode(), quote(SECRET).encode(), json.dumps(SECRET)[1:-1].encode()]
    assert log in kept
    assert not [path.name for path in kept for form in forms if form in path.read_bytes()]
    assert not [told for told in (figures, out, errors) for form in forms if form.decode() in told]
    events = lines(log)
    assert {"/api/ask", "/api/entries/{entry_id}", "/towns/{code}", "/w", "-"} <= {
        str(event["route"]) for event in events if event["message"] == "request"
    }
    answers = {str(event["request_id"]): event for event in events if event["message"] == "answer"}
    asked = [event for event in events if event.get("route") == "/api/ask" and event["status"] == 200]
    assert len(asked) == 4
    joined = {str(event["request_id"]) for event in events if str(event.get("route")).endswith("/queue/join")}
    assert {str(event["request_id"]) for event in asked} == set(answers) - joined
    assert len(set(answers) & joined) == 1, "the answer on the page bears the id of the request that asked for it"
    assert 'mazuippo_requests_total{method="POST",route="/api/ask",status="200"} 4.0' in figures
