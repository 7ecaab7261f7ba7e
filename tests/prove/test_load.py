"""Many at once: thirty-two users for five minutes, a thousand conversations, one who is slow, one who asks too much."""

import asyncio
import html
import random
import re
import socket
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from tests.page_client import PageClient
from tests.prove.conftest import Note
from tests.prove.questions import mixed_questions

USERS, SECONDS = 32, 300
TURNS = 8
"""Questions on the page before a user begins a new conversation."""
PAGES = ("/coverage", "/towns/342025", "/material", "/api/entries", "/healthz")
CONVERSATIONS, AT_ONCE = 1_000, 16
TURN = re.compile(r"<h2><span class=\"unseen\">質問：</span>(.*?)</h2>")


def client_of(server: tuple[str, int]) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=64)
    return httpx.AsyncClient(base_url=server[0], timeout=60, limits=limits)


def test_thirty_two_users_for_five_minutes(server: tuple[str, int], note: Note) -> None:
    """Each reads for three seconds on average before the next question, which is fast.

    No error is the bar; how long it took is told, since a machine that others use too takes longer.
    """
    note("load", asyncio.run(used(server, SECONDS, reading=3.0)))


def test_thirty_two_users_who_never_read(server: tuple[str, int], note: Note) -> None:
    """How it bends: each asks again at once."""
    note("load_without_pause", asyncio.run(used(server, 60, reading=0.0)))


async def used(server: tuple[str, int], seconds: float, reading: float) -> dict[str, float | int]:
    taken: dict[str, list[float]] = {"ask": [], "page": [], "read": []}
    failures: list[str] = []
    async with client_of(server) as http:
        config = (await http.get("/config")).json()
        until = time.monotonic() + seconds
        await asyncio.gather(*(user(number, http, config, until, reading, taken, failures) for number in range(USERS)))
    figures: dict[str, float | int] = {"users": USERS, "seconds": seconds, "errors": len(failures)}
    for kind, times in taken.items():
        figures[f"{kind}_requests"] = len(times)
        figures[f"{kind}_p50_s"] = round(statistics.median(times), 3)
        figures[f"{kind}_p95_s"] = round(statistics.quantiles(times, n=20)[-1], 3)
    assert failures == []
    return figures


async def user(
    number: int,
    http: httpx.AsyncClient,
    config: dict[str, Any],
    until: float,
    reading: float,
    taken: dict[str, list[float]],
    failures: list[str],
) -> None:
    chance, questions = random.Random(number), mixed_questions()
    page, turns = PageClient(http, config), 0
    while time.monotonic() < until:
        await asyncio.sleep(chance.expovariate(1 / reading) if reading else 0)
        question, history = chance.choice(questions)
        kind = chance.choices(("ask", "page", "read"), (6, 3, 1))[0]
        if kind == "ask":
            act = asked(http, question, history)
        elif kind == "page":
            if turns % TURNS == 0:
                page = PageClient(http, config)
            turns += 1
            act = on_page(page, question)
        else:
            act = read(http, chance.choice(PAGES))
        begin = time.perf_counter()
        try:
            await act
            taken[kind].append(time.perf_counter() - begin)
        except Exception as error:  # noqa: BLE001 - whatever it is, it counts
            failures.append(f"{kind}: {error!r}")


async def asked(http: httpx.AsyncClient, question: str, history: list[str]) -> None:
    answer = await http.post("/api/ask", json={"question": question, "history": history})
    answer.raise_for_status()
    assert answer.json()["question"] == question


async def on_page(page: PageClient, question: str) -> None:
    assert question[:10] in html.unescape(await page.ask(question))


async def read(http: httpx.AsyncClient, path: str) -> None:
    (await http.get(path)).raise_for_status()


def test_a_thousand_conversations_never_meet(server: tuple[str, int], note: Note) -> None:
    """Each holds its own two questions, and what the second carries over is of its own first."""
    towns = ("呉市", "京都市", "熊本市", "福岡市", "鳥取市", "福山市")
    strangers: list[str] = []

    async def converse(http: httpx.AsyncClient, config: dict[str, Any], number: int) -> None:
        page, town = PageClient(http, config), towns[number % len(towns)]
        first = f"{town}は何から始めた? {number}"
        await page.ask(first)
        shown = TURN.findall(await page.ask("そこの連絡先は?"))
        if shown != [first, "そこの連絡先は?"]:
            strangers.append(f"{number}: {shown}")

    begin = time.perf_counter()
    asyncio.run(each(server, CONVERSATIONS, converse))
    note(
        "conversations",
        {"count": CONVERSATIONS, "crossed": len(strangers), "seconds": round(time.perf_counter() - begin)},
    )
    assert strangers == []


async def each(
    server: tuple[str, int], count: int, act: Callable[[httpx.AsyncClient, dict[str, Any], int], Awaitable[None]]
) -> None:
    waiting = iter(range(count))
    async with client_of(server) as http:
        config = (await http.get("/config")).json()

        async def work() -> None:
            for number in waiting:
                await act(http, config, number)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def test_who_is_slow_harms_nobody(server: tuple[str, int], note: Note) -> None:
    """Two hundred connections of which each sends a byte a second, and reads nothing."""
    host, port = server[0].removeprefix("http://").rstrip("/").split(":")
    head = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"
    slow = [socket.create_connection((host, int(port))) for _ in range(200)]
    quick = asyncio.run(asked_one_by_one(server, 30))
    for number, one in enumerate(slow):
        one.sendall(head if number % 2 else head[:40])

    async def beside() -> list[float]:
        async def drip() -> None:
            while True:
                for one in slow:
                    try:
                        one.send(b"x")
                    except OSError:
                        continue  # cut off by then, as it ought to be
                await asyncio.sleep(1)

        dripping = asyncio.create_task(drip())
        found = await asked_one_by_one(server, 30)
        dripping.cancel()
        return found

    beside_slow = asyncio.run(beside())
    for one in slow:
        one.close()
    figures = {"alone_p50_s": statistics.median(quick), "beside_slow_p50_s": statistics.median(beside_slow)}
    note("slow_clients", {"connections": len(slow), **{name: round(value, 3) for name, value in figures.items()}})
    assert figures["beside_slow_p50_s"] <= 3 * figures["alone_p50_s"] + 0.05


async def asked_one_by_one(server: tuple[str, int], count: int) -> list[float]:
    times = []
    async with client_of(server) as http:
        for question, history in mixed_questions()[:count]:
            begin = time.perf_counter()
            await asked(http, question, history)
            times.append(time.perf_counter() - begin)
    return times
