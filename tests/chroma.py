"""A real Chroma server on loopback, for tests that share a store."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHROMA = Path(sys.executable).with_name("chroma")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def chroma_server(folder: Path, port: int) -> Iterator[str]:
    """The address of a server that keeps its collections in `folder`; killed at the end, as a machine that fails is."""
    url = f"http://127.0.0.1:{port}"
    command = [CHROMA, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            until = time.monotonic() + 60
            while not _answers(url):
                assert time.monotonic() < until, "Chroma's server does not start"
                assert server.poll() is None, "Chroma's server has ended"
                time.sleep(0.1)
            yield url
        finally:
            server.kill()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/v2/heartbeat"):
            return True
    except urllib.error.URLError:
        return False
