"""Runs where there is no network but loopback: starts a kit as its user would, and asks in a real browser.

python -m tests.assistant.kit.proof_of_linux KIT HOME QUESTION   prints the answer, what the page asked of the outside,
and the seconds from the start to the whole answer, as JSON.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.asking import ask, last_answer
from tests.browser.conftest import QUIET
from tests.browser.provision import find_chromium

_OPENED = "ブラウザーで開きました："
_SECONDS = 600


def main(kit: Path, home: str, question: str) -> None:
    """Prints one line."""
    variables = {"HOME": home, "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "LANG": "C.UTF-8"}
    begun = time.monotonic()
    with subprocess.Popen(
        [kit / "start.sh", "--no-browser"], env=variables, stdout=subprocess.PIPE, encoding="utf-8"
    ) as start:
        assert start.stdout is not None
        try:
            url = next(line.partition(_OPENED)[2].strip() for line in start.stdout if _OPENED in line)
            answer, outside = asked(url, question)
            seconds = time.monotonic() - begun
        finally:
            start.send_signal(signal.SIGTERM)
            start.communicate(timeout=60)
    print(json.dumps({"answer": answer, "outside": outside, "seconds": seconds}, ensure_ascii=False))


def asked(url: str, question: str) -> tuple[str, list[str]]:
    """The answer, and the addresses beyond the chat that the page asked for."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="ja-JP")
        page.set_default_timeout(_SECONDS * 1000)
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(url)
        page.locator("#question textarea").wait_for()
        ask(page, question)
        answer = last_answer(page)
        if picture := os.environ.get("PICTURE"):
            page.screenshot(path=picture)
        browser.close()
    return answer, [address for address in requests if not address.startswith((url, "data:", "blob:"))]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
