"""What is measured at each size, as JSON values."""

import json
import platform
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx

from assistant.bench.chat import Chat, started_chat
from assistant.bench.homes import generated_home, given_home
from assistant.bench.queries import measure_embedding, measure_planted, measure_questions
from assistant.bench.startup import measure_startup
from assistant.bench.throughput import measure_throughput
from assistant.evaluation.labels import read_labels
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.given import Given

GIVEN = "25"
"""The first corpus, by the number of its rows."""
SIZES = (GIVEN, "10000", "100000")
_QUESTIONS = 100
_SECONDS_TO_FOLLOW = 120.0


def measured(size: str, settings: Settings, tell: Callable[[str], None]) -> dict[str, Any]:
    """The figures of one size, and when and on what they were taken. `tell` is told what is being measured.

    Raises BenchPartMissingError, BenchFailedError, or whatever opening an assistant does.
    """
    figures = _of_the_given(settings, tell) if size == GIVEN else _of_the_generated(int(size), settings, tell)
    return {"taken": taken(), **figures}


def taken() -> dict[str, str]:
    """When figures are taken, on what machine, and with which versions."""
    libraries = {name: version(name) for name in ("mazuippo", "chromadb", "sentence-transformers", "torch", "bm25s")}
    return {"at": f"{datetime.now():%Y-%m-%d %H:%M}", "machine": platform.platform(), "cpu": _cpu(), **libraries}


def _cpu() -> str:
    """The processor's name, where the system tells."""
    table = Path("/proc/cpuinfo")
    names = [line for line in table.read_text().splitlines() if "model name" in line] if table.is_file() else []
    return f"{len(names)} × {names[0].partition(':')[2].strip()}" if names else platform.processor()


def _of_the_given(settings: Settings, tell: Callable[[str], None]) -> dict[str, Any]:
    questions = [label.question for label in read_labels(settings.questions)]
    own = given_home(settings)
    variables = {"MAZUIPPO_HOME": str(own.home), "MAZUIPPO_EMBEDDING_MODEL": own.embedding_model}
    from assistant.assembly import open_assistant

    tell("questions")
    assistant = open_assistant(own, lambda _: None)
    asked = measure_questions(assistant, _several(questions))
    _close(assistant)
    tell("the same questions, embedded by sentence-transformers in single precision")
    asked |= {"embed_by_sentence_transformers": measure_embedding(own, _several(questions))}
    tell("start-up and memory")
    start = measure_startup(variables, _several(questions), lambda chat: _import(chat, own))
    tell("throughput")
    with started_chat(variables) as chat:
        throughput = measure_throughput(chat, questions)
    return {"questions_ms": asked, "start": start, "throughput": throughput}


def _of_the_generated(passages: int, settings: Settings, tell: Callable[[str], None]) -> dict[str, Any]:
    tell(f"{passages} passages: import and index (the first time takes minutes)")
    with generated_home(settings, passages) as (assistant, generated, filling):
        tell(f"{passages} passages: questions")
        return {
            **filling,
            "passages": len(assistant.corpus.passages),
            "towns": len(assistant.corpus.municipalities),
            "planted": measure_planted(assistant, generated.questions),
        }


def _several(questions: Sequence[str]) -> list[str]:
    """A hundred different questions, the labelled ones and the same with a word more."""
    more = [f"{question}　詳しく" for question in questions]
    return [*questions, *more][:_QUESTIONS]


def _close(assistant: Assistant) -> None:
    if assistant.meaning is not None:
        assistant.meaning.index.close()
        # Its process ends with the last that holds it.


def _import(chat: Chat, settings: Settings) -> None:
    """Takes a file in while a chat runs, and waits until it answers from that."""
    librarian, before = settings.librarian(), _entries(chat.http)
    stamp = datetime.now().isoformat()
    theme = settings.read_corpus().manifest.themes[0].label
    rows = f"都道府県,市区町村,テーマ,本文\n青森県,八戸市,{theme},{stamp}に話し合いを始めました。\n"
    librarian.accept(librarian.propose([Given("bench.csv", rows.encode())]))
    until = time.monotonic() + _SECONDS_TO_FOLLOW
    while _entries(chat.http) == before and time.monotonic() < until:
        time.sleep(0.2)


def _entries(http: httpx.Client) -> str:
    return json.dumps(http.get("/api/entries").json(), sort_keys=True)
