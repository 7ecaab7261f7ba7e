"""A real model behind a real server. It writes no Japanese: protocol, checks and fallback are asserted, no wording."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.verify import faults
from assistant.writing.chat_model import ChatModel, Deadline, open_chat_model
from corpus.library import Corpus

from .provision import WEIGHTS

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="llama.cpp comes without a wheel for Windows")


@pytest.fixture(scope="module")
def chat() -> Iterator[ChatModel]:
    assert WEIGHTS.exists(), f"no weights: run {HERE / 'provision.py'} first, as `make test` does"
    command = [sys.executable, str(HERE / "llama_server.py"), str(WEIGHTS)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        assert server.stdin
        address = server.stdout.readline().strip()
        settings = Settings(home=Path(), chat_model="openai:smollm2", chat_base_url=f"{address}/v1", _env_file=None)
        opened = open_chat_model(settings)
        assert opened is not None
        yield opened
        server.stdin.close()


def test_the_text_comes_in_pieces_and_ends_in_order(chat: ChatModel) -> None:
    question = [HumanMessage("What is the capital of France? Answer in one sentence.")]
    pieces = list(chat.stream(question, Deadline(60)))
    assert len(pieces) > 1
    assert "".join(pieces) == chat.model.invoke(question).text != ""


def test_whatever_it_writes_the_answer_holds(chat: ChatModel, kodoku: Corpus) -> None:
    assistant = Assistant(kodoku, None, chat=replace(chat, seconds=20))
    answer = assistant.ask("京都市と熊本市は何から始めましたか", mode="model")
    assert faults(answer, kodoku) == []
    assert answer.citations
    assert all(sentence.support != "unsupported" for sentence in answer.sentences or () if sentence.kept)
    assert answer.mode == "model" or answer.fallback_reason in (
        "unsupported",
        "not_japanese",
        "too_slow",
        "too_long",
        "cut_off",
        "empty",
    )


def test_what_does_not_fit_into_its_context_is_told(chat: ChatModel, kodoku: Corpus) -> None:
    assistant = Assistant(kodoku, None, chat=replace(chat, seconds=20))
    answer = assistant.ask("京都市は何から始めましたか。" + "会議" * 900, mode="model")
    assert answer.citations
    assert (answer.mode, answer.fallback_reason in ("too_long", "bad_request", "unsupported", "not_japanese")) == (
        "extractive",
        True,
    )
