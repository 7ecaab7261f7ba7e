"""Answers a second over real HTTP, for one user and for many who never stop to read."""

import asyncio
import time
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import httpx

from assistant.bench.chat import Chat
from assistant.bench.stopwatch import spread

USERS = (1, 8, 32)
_SECONDS = 20.0


def measure_throughput(chat: Chat, questions: Sequence[str]) -> dict[str, Any]:
    """By number of users: answers a second, milliseconds, errors. Each question has something new to it."""
    return {str(users): asyncio.run(_used(str(chat.http.base_url), users, questions)) for users in USERS}


async def _used(address: str, users: int, questions: Sequence[str]) -> dict[str, Any]:
    taken: list[float] = []
    errors = 0
    asked = ((question, number) for number, question in enumerate(cycle(questions)))
    limits = httpx.Limits(max_connections=users)
    until = time.monotonic() + _SECONDS

    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as http:

        async def user() -> None:
            nonlocal errors
            while time.monotonic() < until:
                question, number = next(asked)
                begin = time.perf_counter()
                answer = await http.post("/api/ask", json={"question": f"{question} {number}"})
                if answer.status_code == httpx.codes.OK:
                    taken.append((time.perf_counter() - begin) * 1000)
                else:
                    errors += 1

        await asyncio.gather(*(user() for _ in range(users)))
    return {"answers_per_second": round(len(taken) / _SECONDS, 1), "ms": spread(taken), "errors": errors}
