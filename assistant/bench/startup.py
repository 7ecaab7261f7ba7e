"""How long it takes until something is there, and how much memory that needs."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.bench.chat import PROGRAM, Chat, started_chat

_RUNS = 3


def measure_startup(variables: Mapping[str, str], questions: Sequence[str], sync: Callable[[Chat], None]) -> Any:
    """Seconds (the middle of three) until each stage; megabytes of the chat after these questions and one `sync`."""
    helps = [_seconds((*PROGRAM, "--help"), variables) for _ in range(_RUNS)]
    asks = [_seconds((*PROGRAM, "ask", questions[0], "--json"), variables) for _ in range(_RUNS)]
    stages: dict[str, list[float]] = {"port_open": [], "page_served": [], "answers_ready": [], "first_answer": []}
    memory: dict[str, int] = {}
    for run in range(_RUNS):
        with started_chat(variables) as chat:
            begin = time.perf_counter()
            chat.ask(questions[0])
            stages["first_answer"].append(chat.answers_ready + time.perf_counter() - begin)
            for stage in ("port_open", "page_served", "answers_ready"):
                stages[stage].append(getattr(chat, stage))
            if run == _RUNS - 1:
                memory["ready_mb"] = chat.resident_mb()
                for question in questions:
                    chat.ask(question)
                sync(chat)
                memory["after_questions_and_sync_mb"] = chat.resident_mb()
    seconds = {"help": _middle(helps), "ask": _middle(asks)}
    return {"seconds": seconds | {f"chat_{stage}": _middle(taken) for stage, taken in stages.items()}, **memory}


def _seconds(command: Sequence[str], variables: Mapping[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, env=os.environ | variables, check=True, capture_output=True)
    return time.perf_counter() - begin


def _middle(values: Sequence[float]) -> float:
    return round(statistics.median(values), 2)
