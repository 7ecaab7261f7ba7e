"""Remakes the pictures of the instructions from the Linux kit under dist/: python -m tests.assistant.kit.pictures

The terminal is what the start script really said to a terminal; the page is a real answer.
"""

import html
import os
import pty
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.assistant.kit.test_whole_kit import QUESTION, archive
from tests.browser.asking import ask, last_answer
from tests.browser.conftest import QUIET
from tests.browser.provision import find_chromium

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
_READY, _OPENED = "質問に答えられます", "ブラウザーで開きました："
_TERMINAL = (
    "<pre style='font: 13px/1.6 monospace; margin: 0; padding: 12px; width: 700px;"
    " background: #111; color: #eee; white-space: pre-wrap'>"
)


def main() -> None:
    """Writes both pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        subprocess.run(["unzip", "-q", str(archive("linux"))], cwd=place, check=True)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        ours, theirs = pty.openpty()
        start = subprocess.Popen([f"{place}/mazuippo/start.sh", "--no-browser"], stdout=theirs, stderr=theirs)
        said = b""
        while _READY not in said.decode(errors="ignore"):
            said += os.read(ours, 4096)
        try:
            lines = [line.rstrip("\r").rpartition("\r")[2] for line in said.decode().split("\n")]
            photograph_terminal(browser, lines)
            url = next(line.partition(_OPENED)[2] for line in lines if _OPENED in line)
            photograph_answer(browser, url)
        finally:
            start.send_signal(signal.SIGTERM)
            start.wait()


def photograph_terminal(browser: Browser, lines: list[str]) -> None:
    """The lines as they stand in the terminal at the end."""
    page = browser.new_page(viewport={"width": 724, "height": 300})
    page.set_content(_TERMINAL + html.escape("\n".join(lines).rstrip()) + "</pre>")
    page.locator("pre").screenshot(path=PICTURES / "kit-start.png")


def photograph_answer(browser: Browser, url: str) -> None:
    """The page with a question and its answer."""
    page = browser.new_page(viewport={"width": 1100, "height": 720}, locale="ja-JP")
    page.set_default_timeout(60_000)
    page.goto(url)
    page.locator("#question textarea").wait_for()
    ask(page, QUESTION)
    last_answer(page)
    page.screenshot(path=PICTURES / "kit-answer.png")


if __name__ == "__main__":
    sys.exit(main())
