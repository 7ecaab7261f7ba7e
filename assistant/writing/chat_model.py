"""A chat model behind a deadline: its text as it comes, or a `ChatFault`."""

import importlib.util
import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.settings import Settings
from assistant.writing.faults import ChatFault, Reason, reason_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_log = logging.getLogger(__name__)

SECONDS = 30.0
"""How long all the calls for one answer may take together, by the clock on the wall."""
_SECONDS_A_READ, _RETRIES = 10.0, 1
_SECONDS_A_BEAT = 0.5
"""How long a reader waits at most for a piece: between two, it can be stopped."""
_LONGEST = 6_000
"""Characters; more is no answer but a stream that does not end."""
_FINISH_REASONS = ("finish_reason", "stop_reason", "stopReason", "done_reason", "status")
_FINISHED = {"stop", "end_turn", "STOP", "stop_sequence", "completed"}
_TOO_LONG = {"length", "max_tokens", "MAX_TOKENS"}
# Where a provider listens unless it is told otherwise; shown before a question leaves the machine.
_HOSTS = {
    "anthropic": "api.anthropic.com",
    "bedrock": "AWS Bedrock",
    "bedrock_converse": "AWS Bedrock",
    "google_genai": "generativelanguage.googleapis.com",
    "ollama": "127.0.0.1",
    "openai": "api.openai.com",
}
_PACKAGES = {
    "anthropic": "langchain-anthropic",
    "azure_openai": "langchain-openai",
    "bedrock": "langchain-aws",
    "bedrock_converse": "langchain-aws",
    "google_genai": "langchain-google-genai",
    "ollama": "langchain-ollama",
    "openai": "langchain-openai",
}


class Deadline:
    """The moment by which everything has to be done."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then, never below zero."""
        return max(0.0, self._end - time.monotonic())


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A model that may be asked, its name for people, and the host that a question is sent to."""

    model: "BaseChatModel"
    name: str
    host: str
    seconds: float = SECONDS

    def write(self, messages: "Sequence[BaseMessage]", deadline: Deadline) -> str:
        """The whole text. Raises ChatFault."""
        return "".join(self.stream(messages, deadline))

    def stream(self, messages: "Sequence[BaseMessage]", deadline: Deadline) -> Iterator[str]:
        """The text, piece by piece, as it comes; an empty piece now and then while none does. Raises ChatFault.

        The model is read in a thread of its own: a server that drips, or says nothing, holds nobody up beyond the
        deadline. A reader who leaves early (closes the generator) stops it.
        """
        pieces: queue.Queue[str | ChatFault | None] = queue.Queue(maxsize=64)
        gone = threading.Event()
        threading.Thread(target=self._read, args=(messages, pieces, gone), name="chat model", daemon=True).start()
        length = 0
        try:
            while True:
                try:
                    piece = pieces.get(timeout=min(deadline.left(), _SECONDS_A_BEAT))
                except queue.Empty:
                    if not deadline.left():
                        raise ChatFault("too_slow") from None
                    yield ""
                    continue
                if piece is None:
                    return
                if isinstance(piece, ChatFault):
                    raise piece
                length += len(piece)
                if length > _LONGEST:
                    raise ChatFault("too_long")
                yield piece
        finally:
            gone.set()

    def _read(
        self, messages: "Sequence[BaseMessage]", pieces: "queue.Queue[str | ChatFault | None]", gone: threading.Event
    ) -> None:
        finished, said = None, False
        end: ChatFault | None = None
        try:
            for chunk in self.model.stream(list(messages)):
                if gone.is_set():
                    return
                finished = _finish_reason(chunk) or finished
                if words := str(chunk.text):
                    said = True
                    _put(pieces, words, gone)
            if not said:
                end = ChatFault("empty")
            elif finished not in _FINISHED:
                # A stream that just ends, or ends for another reason, has said only a part of what it meant to.
                end = ChatFault("too_long" if finished in _TOO_LONG else "cut_off")
        except Exception as error:  # noqa: BLE001 - the one boundary: providers share no error class
            _log.warning("chat model: %s (%s)", reason_of(error), type(error).__name__)
            end = ChatFault(reason_of(error))
        _put(pieces, end, gone)


def _put(pieces: "queue.Queue[Any]", piece: Any, gone: threading.Event) -> None:
    """Hands a piece over, unless nobody reads any more."""
    while not gone.is_set():
        try:
            pieces.put(piece, timeout=0.2)
            return
        except queue.Full:
            continue


def _finish_reason(chunk: Any) -> str | None:
    reasons = (chunk.response_metadata.get(name) for name in _FINISH_REASONS)
    return next((str(reason) for reason in reasons if reason), None)


class ChatModelUnusable(Exception):  # noqa: N818 - becomes a note with the answer
    """The model that the settings name cannot be used. `reason` and `fact` say why."""

    def __init__(self, reason: Reason, fact: str) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.fact = fact


def open_chat_model(settings: Settings) -> ChatModel | None:
    """The model that the settings name; None if they name none. Nothing is sent to it.

    Raises ChatModelUnusable if its package is missing (`fact`: the command that installs it) or a setting is wrong.
    """
    named = chat_model_name(settings)
    if named is None:
        return None
    provider, _, _ = named.model.partition(":")
    package = _PACKAGES.get(provider)
    if package is not None and importlib.util.find_spec(package.replace("-", "_")) is None:
        raise ChatModelUnusable("package_missing", f"pip install {package}")
    from langchain.chat_models import init_chat_model

    try:
        model = init_chat_model(named.model, **_options(provider, settings))
    except ImportError as error:
        raise ChatModelUnusable("package_missing", f"pip install langchain-{provider}") from error
    except Exception as error:
        raise ChatModelUnusable("settings_wrong", "MAZUIPPO_CHAT_MODEL") from error
    return ChatModel(model, named.model, named.host)


@dataclass(frozen=True, slots=True)
class ChatModelName:
    """The model as the settings name it, and the host that a question goes to; the provider's name if only it knows."""

    model: str
    host: str


def chat_model_name(settings: Settings) -> ChatModelName | None:
    """Which model the settings name, whether or not it can be used; None if they name none."""
    if not settings.chat_model:
        return None
    provider, _, _ = settings.chat_model.partition(":")
    host = urlsplit(settings.chat_base_url).hostname or _HOSTS.get(provider, provider)
    return ChatModelName(settings.chat_model, host)


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    if provider == "ollama":
        return {**options, "client_kwargs": {"timeout": _SECONDS_A_READ}}
    if settings.chat_api_key is not None:
        options["api_key"] = settings.chat_api_key
    elif settings.chat_base_url and provider == "openai":
        options["api_key"] = "none"  # a server of one's own wants no key, the client does
    if provider.startswith("bedrock"):
        return options
    return {**options, "timeout": _SECONDS_A_READ, "max_retries": _RETRIES}
