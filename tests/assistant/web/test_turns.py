"""Beyond so many questions at once, who comes is told politely, and comes back to an answer."""

import threading
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.errors import BusyError
from assistant.pipeline import Assistant
from assistant.web.api import add_error_responses, api_routes
from assistant.web.turns import Turns
from tests.assistant.web.ready import Ready

QUESTION = {"question": "呉市は?"}


def test_beyond_the_last_turn_one_is_told_to_come_back(words_only: Assistant, tmp_path: Path) -> None:
    app, ready = FastAPI(), Ready(words_only, tmp_path)
    ready.turns = Turns(most=1)
    add_error_responses(app)
    app.include_router(api_routes(ready))  # type: ignore[arg-type]
    client = TestClient(app)
    with ready.turns.taken():
        refused = client.post("/api/ask", json=QUESTION)

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert refused.json() == {
        "error": {
            "code": "busy",
            "message": "ただいま、たいへん混み合っています。5秒ほど待ってから、もう一度お試しください。",
        }
    }
    assert client.post("/api/ask", json=QUESTION).status_code == 200


def test_a_turn_is_given_back_whatever_happens() -> None:
    turns = Turns(most=1)
    with pytest.raises(RuntimeError), turns.taken():
        raise RuntimeError
    with turns.taken(), pytest.raises(BusyError), turns.taken():
        pass
    with turns.taken():
        pass


def test_there_are_never_more_than_so_many() -> None:
    turns, most, inside, refused = Turns(most=4), 0, [0], 0
    lock, start = threading.Lock(), threading.Barrier(16)

    def work() -> None:
        nonlocal most, refused
        start.wait()
        for _ in range(200):
            try:
                with turns.taken():
                    with lock:
                        inside[0] += 1
                        most = max(most, inside[0])
                    with lock:
                        inside[0] -= 1
            except BusyError:
                with lock:
                    refused += 1

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 4
    with turns.taken(), turns.taken(), turns.taken(), turns.taken():
        pass
