"""Chroma's own server under several app processes: it goes and comes back, and nobody loses an answer or an entry."""

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from embeddings.chroma_server import ChromaServer
from embeddings.index import passage_record
from tests.chroma import chroma_server, free_port
from tests.prove.conftest import Note
from tests.prove.questions import mixed_questions
from tests.prove.test_load import client_of
from tests.prove.writing import TOWNS, settings_of, sheet
from tests.serving import served

WORDS_ONLY = "意味で探すためのモデルか索引が使えないため、言葉の一致だけで探しています。"
QUESTION = "豊橋市は何から始めましたか"
USERS, SECONDS, GONE_FROM, GONE_UNTIL = 8, 40, 8, 20
NUMBERS = itertools.count()


@pytest.fixture
def home(with_samples: Callable[[Path], Path], tmp_path: Path) -> Path:
    """Without an index of its own."""
    return with_samples(tmp_path / "home")


@pytest.fixture
def variables(home: Path, model_folder: Path) -> Mapping[str, str]:
    return {"MAZUIPPO_HOME": str(home), "MAZUIPPO_EMBEDDING_MODEL": str(model_folder)}


@pytest.fixture
def port() -> int:
    return free_port()


def told(address: str, question: str) -> tuple[list[str], list[str]]:
    """The towns cited, and the notes; the question is one that nobody asked before."""
    body = {"question": f"{question} {next(NUMBERS)}"}
    answer = httpx.post(f"{address}/api/ask", json=body, timeout=60).json()
    return [one["municipality"] for one in answer["citations"]], answer["notes"]


def soon(is_so: Callable[[], bool]) -> bool:
    """Whether something is so within a minute."""
    until = time.monotonic() + 60
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.5)
    return True


def by_meaning(address: str) -> bool:
    return WORDS_ONLY not in told(address, "アンケートで実態を調べた所はありますか")[1]


@pytest.fixture
def two(variables: Mapping[str, str], tmp_path: Path, port: int) -> Iterator[list[str]]:
    """The addresses of two app processes on one server, which is theirs to the end of the test."""
    with ExitStack() as stack:
        url = stack.enter_context(chroma_server(tmp_path / "chroma", port))
        yield [stack.enter_context(served({**variables, "MAZUIPPO_CHROMA_URL": url}))[0] for _ in range(2)]


def test_what_one_takes_in_the_other_answers_from(home: Path, two: list[str], port: int, note: Note) -> None:
    assert [told(address, QUESTION)[0] for address in two] == [[], []]
    librarian = settings_of(home).librarian()
    librarian.accept(librarian.propose(sheet(1)))
    assert all(soon(lambda at=address: told(at, QUESTION)[0] == ["豊橋市"] and by_meaning(at)) for address in two)
    corpus, chroma = settings_of(home).read_corpus(), ChromaServer(f"http://127.0.0.1:{port}", "")
    client = chroma.connect()
    (collection,) = client.list_collections()
    held = collection.get(include=["metadatas"])
    chroma.disconnect(client)
    records = {passage.id: passage_record(passage).content_hash for passage in corpus.passages}
    assert {i: m["content_hash"] for i, m in zip(held["ids"], held["metadatas"], strict=True)} == records
    assert sum(entry.municipality.name in TOWNS for entry in corpus.entries) == len(TOWNS)
    note("shared store", {"records": len(records), "lost": 0, "doubled": 0})


def test_a_server_that_is_killed_under_load_costs_no_answer(
    variables: Mapping[str, str], tmp_path: Path, port: int, note: Note
) -> None:
    """It is killed while eight users ask two app processes, and started again twelve seconds later."""
    with ExitStack() as stack:
        first = ExitStack()
        stack.enter_context(first)
        url = first.enter_context(chroma_server(tmp_path / "chroma", port))
        two = [stack.enter_context(served({**variables, "MAZUIPPO_CHROMA_URL": url})) for _ in range(2)]

        def go_and_come_back() -> None:
            time.sleep(GONE_FROM)
            first.close()
            time.sleep(GONE_UNTIL - GONE_FROM)
            stack.enter_context(chroma_server(tmp_path / "chroma", port))

        meanwhile = threading.Thread(target=go_and_come_back)
        meanwhile.start()
        by_words, by_both, failures = asyncio.run(used(two))
        meanwhile.join()
        assert failures == []
        assert by_words > 0
        assert by_both > 0
        assert all(soon(lambda at=address: by_meaning(at)) for address, _ in two)
    note("chroma killed under load", {"answers": by_words + by_both, "by_words_alone": by_words, "errors": 0})


async def used(servers: list[tuple[str, int]]) -> tuple[int, int, list[str]]:
    """How many answers came by words alone, how many by meaning too, and what went wrong."""
    counts, failures = {True: 0, False: 0}, []
    questions = itertools.cycle(question for question, history in mixed_questions() if not history)
    until = time.monotonic() + SECONDS

    async def user(http: httpx.AsyncClient) -> None:
        while time.monotonic() < until:
            question = f"{next(questions)} {next(NUMBERS)}"
            reply = await http.post("/api/ask", json={"question": question})
            if reply.status_code == httpx.codes.OK:
                counts[WORDS_ONLY in reply.json()["notes"]] += 1
            else:
                failures.append(f"{reply.status_code} {reply.text[:200]}")

    async with client_of(servers[0]) as one, client_of(servers[1]) as other:
        await asyncio.gather(*(user((one, other)[number % 2]) for number in range(USERS)))
    return counts[True], counts[False], failures


def test_a_chat_that_starts_before_the_server_finds_it_later(
    variables: Mapping[str, str], tmp_path: Path, port: int
) -> None:
    with served({**variables, "MAZUIPPO_CHROMA_URL": f"http://127.0.0.1:{port}"}) as (address, _):
        assert not by_meaning(address)
        with chroma_server(tmp_path / "chroma", port):
            assert soon(lambda: by_meaning(address))
