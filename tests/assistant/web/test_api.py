"""The HTTP face: statuses, codes and sentences as the contract has them."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.settings import Settings
from assistant.web.api import add_error_responses, api_routes
from assistant.web.readiness import Readiness
from corpus.library import Corpus, corpus_folder, load_corpus


def serving(readiness: Readiness) -> TestClient:
    """The API without the page: what `create_app` puts before it."""
    app = FastAPI()
    add_error_responses(app)
    app.include_router(api_routes(readiness))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def kodoku() -> Corpus:
    return load_corpus(corpus_folder("kodoku", Path()))


@pytest.fixture(scope="module")
def client(
    kodoku: Corpus,
    model_folder: Path,
    with_index: Callable[[Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[TestClient]:
    home = with_index(tmp_path_factory.mktemp("home"))
    readiness = Readiness(Settings(home=home, embedding_model=str(model_folder)))
    readiness.begin()
    readiness.page_opened()
    readiness.assistant(timeout=120)
    with serving(readiness) as client:
        yield client


def test_an_answer(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "そこの連絡先は?", "history": ["市民意識調査をした市は?"]})

    assert answer.status_code == 200
    assert [citation["municipality"] for citation in answer.json()["citations"]] == ["呉市"]
    assert "query" not in answer.json()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param(b"{", 400, "bad_request", id="JSONでない"),
        pytest.param(b"[]", 400, "bad_request", id="オブジェクトでない"),
        pytest.param(b"\xff", 400, "bad_request", id="UTF-8でない"),
        pytest.param({}, 400, "bad_request", id="質問がない"),
        pytest.param({"question": 1}, 400, "bad_request", id="質問が数"),
        pytest.param({"question": "呉市", "history": "x"}, 400, "bad_request", id="履歴が文字列"),
        pytest.param({"question": "呉市", "mode": "poem"}, 400, "bad_request", id="知らないmode"),
        pytest.param({"question": "呉市", "extra": 1}, 400, "bad_request", id="知らない項目"),
        pytest.param({"question": " "}, 400, "question_empty", id="空"),
        pytest.param({"question": "あ" * 2001}, 400, "question_too_long", id="長い"),
        pytest.param({"question": "呉市", "corpus": "nope"}, 400, "corpus_unknown", id="無い資料"),
        pytest.param({"question": "あ" * 200_000}, 413, "body_too_large", id="大きすぎる"),
    ],
)
def test_what_cannot_be_asked(client: TestClient, body: bytes | dict[str, Any], status: int, code: str) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    answer = client.post("/api/ask", content=content)

    assert (answer.status_code, set(answer.json()), set(answer.json()["error"])) == (
        status,
        {"error"},
        {"code", "message"},
    )
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"].endswith("。")


def test_entries(client: TestClient, kodoku: Corpus) -> None:
    entries = client.get("/api/entries").json()

    assert [entry["id"] for entry in entries] == [entry.id for entry in kodoku.entries]
    assert client.get("/api/entries/342025-呉市-general-first_step").json() == next(
        entry for entry in entries if entry["id"] == "342025-呉市-general-first_step"
    )


@pytest.mark.parametrize("path", ["/api/entries/nope", "/api/nope", "/api/entries/../../etc/passwd"])
def test_what_is_not_there(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_openapi_describes_the_routes(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert list(paths) == ["/api/ask", "/api/entries", "/api/entries/{entry_id}", "/healthz", "/readyz"]


def test_while_the_model_loads_the_server_lives_and_says_that_it_is_not_ready(kodoku: Corpus, tmp_path: Path) -> None:
    with serving(Readiness(Settings(home=tmp_path))) as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"error": {"code": "not_ready", "message": "準備しています。あと少しお待ちください。"}}


def test_eight_users_at_once_each_get_their_own_answer(client: TestClient, kodoku: Corpus) -> None:
    towns = [entry.municipality.name for entry in kodoku.entries if entry.text][:8]
    found: dict[str, set[str]] = {}

    def ask(town: str) -> None:
        answer = client.post("/api/ask", json={"question": f"{town}はまず何をしましたか"}).json()
        found[town] = {citation["municipality"] for citation in answer["citations"]}

    users = [threading.Thread(target=ask, args=(town,)) for town in towns]
    for user in users:
        user.start()
    for user in users:
        user.join()

    assert found == {town: {town} for town in towns}
