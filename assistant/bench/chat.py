"""A real `mazuippo chat` in a process of its own, as the benchmark starts and measures it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from assistant.errors import BenchFailedError, BenchPartMissingError
from assistant.texts import text

PROGRAM = (sys.executable, "-P", "-m", "assistant")
_OPENED = text("cli.opened", url="")
_SECONDS_TO_WAIT = 600.0
_BETWEEN_LOOKS = 0.02


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that answers: where, its process, and the seconds from its start until each stage was reached."""

    http: httpx.Client
    process: int
    port_open: float
    page_served: float
    answers_ready: float

    def ask(self, question: str) -> None:
        """Asks over HTTP. Raises BenchFailedError for anything but an answer."""
        answer = self.http.post("/api/ask", json={"question": question})
        if answer.status_code != httpx.codes.OK:
            raise BenchFailedError(what=f"/api/ask: {answer.status_code}")

    def resident_mb(self) -> int:
        """Megabytes in memory, of the process and all that it started. Raises BenchPartMissingError without psutil."""
        return resident_mb(self.process)


@contextmanager
def started_chat(variables: Mapping[str, str]) -> Iterator[Chat]:
    """A chat with these settings, once it answers; ended afterwards."""
    begin = time.perf_counter()
    command = [*PROGRAM, "chat", "--port", "0"]
    with subprocess.Popen(command, env=os.environ | variables, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line.startswith(_OPENED):
                raise BenchFailedError(what="mazuippo chat")
            port_open = time.perf_counter() - begin
            with httpx.Client(base_url=line.removeprefix(_OPENED).strip(), timeout=_SECONDS_TO_WAIT) as http:
                http.get("/").raise_for_status()
                page_served = time.perf_counter() - begin
                while http.get("/readyz").status_code != httpx.codes.OK:
                    if time.perf_counter() - begin > _SECONDS_TO_WAIT:
                        raise BenchFailedError(what="/readyz")
                    time.sleep(_BETWEEN_LOOKS)
                yield Chat(http, process.pid, port_open, page_served, time.perf_counter() - begin)
        finally:
            process.terminate()


def resident_mb(process: int) -> int:
    """Megabytes in memory, of a process and all that it started; shared pages are counted once, where that is known.

    Raises BenchPartMissingError without psutil.
    """
    try:
        import psutil
    except ImportError as error:
        raise BenchPartMissingError(part="psutil") from error
    root = psutil.Process(process)
    total = 0
    for one in (root, *root.children(recursive=True)):
        memory = one.memory_full_info()
        total += getattr(memory, "pss", memory.rss)
    return round(total / 1_000_000)
