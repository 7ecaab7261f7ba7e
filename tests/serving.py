"""A real `mazuippo chat` on loopback, for tests that talk to it."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

Serve = Callable[[dict[str, str]], AbstractContextManager[str]]
OPENED = "画面を開けます："


@contextmanager
def served(variables: Mapping[str, str], *options: str) -> Iterator[tuple[str, int]]:
    """The address of a server with these settings, on a free port, once questions are answered; its process's id."""
    command = [sys.executable, "-P", "-m", "assistant", "chat", "--port", "0", *options]
    with subprocess.Popen(command, env=os.environ | variables, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        try:
            opened = server.stdout.readline()
            assert opened.startswith(OPENED)
            address = opened.strip().removeprefix(OPENED)
            wait_until_ready(address)
            yield address, server.pid
        finally:
            server.terminate()  # otherwise a test that fails here would wait for the server for ever


def wait_until_ready(address: str) -> None:
    """The first start builds an index, which takes longer than a browser waits for a word."""
    until = time.monotonic() + 300
    while not is_ready(address):
        assert time.monotonic() < until, "the assistant is not ready after five minutes"
        time.sleep(0.5)


def is_ready(address: str) -> bool:
    """Whether questions are answered."""
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/readyz"):
            return True
    except urllib.error.HTTPError:
        return False
