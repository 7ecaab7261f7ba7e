"""What can be reached of a running app, and what its responses allow a browser to do."""

import base64
import hashlib
import http.client
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from assistant.web.templates import files_of
from tests.browser.asking import ask, last_answer


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


Send = Callable[..., Response]


@pytest.fixture
def send(address: str) -> Send:
    """Sends a request with its path to the letter, which clients for ordinary use would tidy up."""

    def sent(path: str, method: str = "GET", content: str | Iterable[bytes] | None = None) -> Response:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        body = content.encode() if isinstance(content, str) else content
        headers = {"content-type": "application/json"}
        connection.request(method, path, body, headers, encode_chunked=not isinstance(content, str | None))
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        response = Response(answer.status, found, answer.read().decode())
        connection.close()
        return response

    return sent


SECRET = "ここだけの話"


def policy(response: Response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["content-security-policy"].split(";"))
    return {name: sources for name, _, sources in parts}


def hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


EVERYWHERE = ("/", "/towns/261009", "/coverage", "/material", "/material/desk", "/workshop", "/healthz", "/api/entries")


@pytest.mark.parametrize("path", [*EVERYWHERE, "/nothing", "/gradio_api/info", "/openapi.json", "/theme.css"])
def test_every_response_has_the_headers(send: Send, path: str) -> None:
    headers = send(path).headers
    assert {name: headers[name] for name in ("x-content-type-options", "cross-origin-opener-policy")} == {
        "x-content-type-options": "nosniff",
        "cross-origin-opener-policy": "same-origin",
    }
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize("path", EVERYWHERE)
def test_no_response_allows_another_host_or_a_script_of_a_stranger(send: Send, path: str) -> None:
    allowed = policy(send(path))
    sources = {source for value in allowed.values() for source in value.split()}
    assert allowed["default-src"] == "'none'"
    assert not [source for source in sources if re.search(r"https?:|\*", source)]
    assert "'unsafe-inline'" not in allowed.get("script-src", "")


def test_a_page_names_the_hashes_of_its_own_scripts_only(send: Send) -> None:
    page = send("/")
    scripts = re.findall(r"<script(?![^>]*\ssrc)[^>]*>(.*?)</script>", page.text, re.S)
    named = policy(page)["script-src"].split()
    assert set(named) == {"'self'", "'unsafe-eval'", hash_of(files_of(".js")), *map(hash_of, scripts)}
    assert "'unsafe-eval'" not in policy(send("/workshop"))["script-src"]


NEEDLESS = (
    "/gradio_api/info",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file={home}/secret.txt",
    "/gradio_api/file%3D/etc/passwd",
    "/gradio_api/proxy=http://127.0.0.1:9/x",
    "/gradio_api/proxy=https://169.254.169.254/latest/meta-data",
    "/gradio_api/stream/a/b/c/playlist.m3u8",
    "/gradio_api/deep_link",
    "/gradio_api/startup-events",
    "/gradio_api/app_id",
    "/gradio_api/call/ask/1",
    "/gradio_api/upload_progress?upload_id=1",
    "/monitoring",
    "/monitoring/summary",
    "/logout",
    "/docs",
    "/redoc",
    "/pwa_icon",
    "/assets/../../../../../../etc/passwd",
    "/assets/..%2f..%2f..%2f..%2fetc/passwd",
    "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%5c..%5cetc/passwd",
    "/static//etc/passwd",
    "//etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
)


@pytest.mark.parametrize("path", NEEDLESS)
def test_what_the_page_does_not_need_is_not_there(send: Send, path: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    response = send(path.format(home=tmp_path))
    assert response.status == 404
    assert "root:" not in response.text
    assert SECRET not in response.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/api/ask"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/reset"),
        ("POST", "/"),
        ("PUT", "/gradio_api/queue/join"),
        ("DELETE", "/theme.css"),
    ],
)
def test_nothing_is_sent_to_what_the_page_does_not_need(send: Send, method: str, path: str) -> None:
    assert send(path, method, '{"data": []}').status in (404, 405)


FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
ADDRESS = {"path": "http://127.0.0.1:9/x", "url": "http://127.0.0.1:9/x", "meta": {"_type": "gradio.FileData"}}


@pytest.mark.parametrize("data", [FILE, ADDRESS, [FILE], [[{"value": FILE}]], {"path": ""}, {"a": {"_type": "x"}}])
def test_an_event_names_no_file(send: Send, data: object) -> None:
    body = {"data": [data], "fn_index": 0, "session_hash": "abc"}
    escaped = json.dumps(body).replace("path", "\\u0070ath")
    tried = product(("queue/join", "run/predict"), (json.dumps(body), escaped))
    for response in (send(f"/gradio_api/{way}", "POST", content) for way, content in tried):
        assert (response.status, json.loads(response.text)["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize("content", ["", "[]", "null", "{", "[" * 100_000, '{"data": "\\ud800'])
def test_an_event_that_is_none_is_refused(send: Send, content: str) -> None:
    assert send("/gradio_api/queue/join", "POST", content).status == 400


def test_an_event_that_is_too_large_is_refused(send: Send) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"data": ["'
        for _ in range(80):
            yield b"x" * 65536

    assert send("/gradio_api/queue/join", "POST", endless()).status == 413


def test_nothing_that_the_pages_need_is_held_back_and_a_strangers_script_does_not_run(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.goto(address)
    page.locator("#question textarea").wait_for()
    ask(page, "会議を増やさずに始めた例は?")
    assert last_answer(page)
    for tab in ("事例を見る", "くらべる", "ワークショップ", "資料"):
        page.get_by_role("tab", name=tab).click()
    for path in (
        "/towns/261009",
        "/coverage",
        "/material",
        "/material/desk",
        "/workshop",
        "/workshop/kit?printing=yes",
    ):
        page.goto(address.rstrip("/") + path)
        page.locator("body").wait_for()
    assert refused == []

    page.goto(address)
    page.locator("#question textarea").wait_for()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title=1\">')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'document.title=1'}))")
    outside = "fetch('https://example.com/').then(() => 'reached', () => 'refused')"
    assert page.evaluate(outside) == "refused"
    assert page.title() != "1"
    assert [text for text in refused if "script-src" in text]
    context.close()
