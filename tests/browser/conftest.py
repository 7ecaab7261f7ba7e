import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.provision import find_chromium

expect.set_options(timeout=60_000)
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium that asks nothing of the outside by itself; where there is none, the tests fail."""
    path = find_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


Serve = Callable[[dict[str, str]], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def serve(model_folder: Path, with_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """A real `mazuippo chat` on a free port of loopback, with more settings: its address, once questions are answered.

    All share one home.
    """
    home = with_index(tmp_path_factory.mktemp("home"))
    variables = os.environ | {"MAZUIPPO_HOME": str(home), "MAZUIPPO_EMBEDDING_MODEL": str(model_folder)}

    @contextmanager
    def served(settings: dict[str, str]) -> Iterator[str]:
        command = [sys.executable, "-P", "-m", "assistant", "chat", "--port", "0"]
        with subprocess.Popen(command, env=variables | settings, stdout=subprocess.PIPE, encoding="utf-8") as server:
            assert server.stdout is not None
            try:
                opened = server.stdout.readline()
                assert opened.startswith("画面を開けます：")
                address = opened.strip().removeprefix("画面を開けます：")
                wait_until_ready(address)
                yield address
            finally:
                server.terminate()  # otherwise a test that fails here would wait for the server for ever

    return served


def wait_until_ready(address: str) -> None:
    """The first start builds an index, which takes longer than a browser waits for a word."""
    until = time.monotonic() + 300
    while not is_ready(address):
        assert time.monotonic() < until, "the assistant is not ready after five minutes"
        time.sleep(0.5)


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/readyz"):
            return True
    except urllib.error.HTTPError:
        return False


@pytest.fixture(scope="session")
def address(serve: Serve) -> Iterator[str]:
    """The chat as it comes, without a language model."""
    with serve({}) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The chat in a fresh session, at the size of an ordinary office screen."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="ja-JP")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    page.locator("#question textarea").wait_for()
    yield page
    context.close()
