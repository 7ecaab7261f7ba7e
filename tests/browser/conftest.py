import os
import subprocess
import sys
from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def address(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real `mazuippo chat` on a free port of loopback, as soon as its page can be opened."""
    variables = os.environ | {
        "MAZUIPPO_HOME": str(tmp_path_factory.mktemp("home")),
        "MAZUIPPO_EMBEDDING_MODEL": str(model_folder),
    }
    command = [sys.executable, "-P", "-m", "assistant", "chat", "--port", "0"]
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        opened = server.stdout.readline()
        assert opened.startswith("画面を開けます：")
        yield opened.strip().removeprefix("画面を開けます：")
        server.terminate()


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
