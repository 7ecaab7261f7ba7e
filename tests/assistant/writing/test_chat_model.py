"""Real HTTP to a server that fails in each of the ways that servers fail."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from assistant.settings import Settings
from assistant.writing.chat_model import ChatModel, ChatModelUnusable, Deadline, open_chat_model
from assistant.writing.faults import ChatFault

from .chat_server import ChatServer, chat_server

KEY = "sk-very-secret"


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with chat_server(lambda messages: "京都市は調査しました[1]。" * 3) as server:
        yield server


def model(server: ChatServer, fault: str = "none") -> ChatModel:
    settings = Settings(
        home=Path(), chat_model="openai:m", chat_base_url=server.base_url(fault), chat_api_key=KEY, _env_file=None
    )
    opened = open_chat_model(settings)
    assert opened is not None
    return opened


def test_no_model_is_opened_unless_one_is_named() -> None:
    assert open_chat_model(Settings(home=Path(), _env_file=None)) is None


def test_the_text_comes_in_pieces_and_whole(server: ChatServer) -> None:
    pieces = list(model(server).stream([HumanMessage("?")], Deadline(10)))
    assert len(pieces) > 2
    assert "".join(pieces) == "京都市は調査しました[1]。" * 3
    assert server.keys[-1] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        pytest.param("unauthorized", "unauthorized", id="401"),
        pytest.param("busy", "rate_limited", id="429"),
        pytest.param("broken", "server_error", id="500"),
        pytest.param("full", "too_long", id="文脈があふれる"),
        pytest.param("html", "not_understood", id="JSONでなくHTML"),
        pytest.param("hollow", "empty", id="choicesが空"),
        pytest.param("cut", "server_down", id="途中で切れる"),
        pytest.param("unfinished", "cut_off", id="finish_reasonがない"),
        pytest.param("slow", "too_slow", id="遅い"),
        pytest.param("drip", "too_slow", id="少しずつ終わらない"),
        pytest.param("flood", "too_long", id="多すぎて終わらない"),
    ],
)
def test_each_fault_has_its_reason_and_its_time(
    server: ChatServer, fault: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    before, begin = len(server.requests), time.monotonic()
    with caplog.at_level(logging.DEBUG), pytest.raises(ChatFault) as caught:
        model(server, fault).write([HumanMessage("?")], Deadline(2))
    assert caught.value.reason == reason
    assert time.monotonic() - begin < 3
    assert len(server.requests) - before <= 2
    assert KEY not in caplog.text


def test_a_server_that_is_not_there() -> None:
    settings = Settings(home=Path(), chat_model="openai:m", chat_base_url="http://127.0.0.1:9/v1", _env_file=None)
    opened = open_chat_model(settings)
    assert opened is not None
    with pytest.raises(ChatFault) as caught:
        opened.write([HumanMessage("?")], Deadline(10))
    assert caught.value.reason == "server_down"


def test_who_stops_reading_stops_the_model(server: ChatServer) -> None:
    stream = model(server, "drip").stream([HumanMessage("?")], Deadline(10))
    assert next(filter(None, stream)) == "あ"
    stream.close()


def test_while_nothing_comes_a_reader_gets_its_turn(server: ChatServer) -> None:
    begin = time.monotonic()
    stream = model(server, "slow").stream([HumanMessage("?")], Deadline(10))
    assert next(stream) == ""
    assert time.monotonic() - begin < 2
    stream.close()


@pytest.mark.parametrize(
    ("name", "reason", "fact"),
    [
        pytest.param("ollama:gemma3", "package_missing", "pip install langchain-ollama", id="Ollamaの部品"),
        pytest.param("google_genai:x", "package_missing", "pip install langchain-google-genai", id="Geminiの部品"),
        pytest.param("nobody:x", "settings_wrong", "MAZUIPPO_CHAT_MODEL", id="知らない提供元"),
        pytest.param("openai:", "settings_wrong", "MAZUIPPO_CHAT_MODEL", id="名前がない"),
    ],
)
def test_a_model_that_cannot_be_used(name: str, reason: str, fact: str) -> None:
    with pytest.raises(ChatModelUnusable) as caught:
        open_chat_model(Settings(home=Path(), chat_model=name, _env_file=None))
    assert (caught.value.reason, caught.value.fact) == (reason, fact)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        pytest.param("https://llm.example.lg.jp:8443/v1", "llm.example.lg.jp", id="自前のサーバー"),
        pytest.param("", "api.openai.com", id="提供元"),
    ],
)
def test_the_host_is_known_before_anything_is_sent(url: str, host: str) -> None:
    settings = Settings(home=Path(), chat_model="openai:m", chat_base_url=url, chat_api_key=KEY, _env_file=None)
    opened = open_chat_model(settings)
    assert opened is not None
    assert opened.host == host
    assert KEY not in repr(replace(opened))
    assert KEY not in repr(settings)
