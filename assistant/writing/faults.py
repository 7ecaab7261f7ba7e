"""What goes wrong with a chat model, whoever provides it, as one short list of reasons."""

from typing import Literal

from assistant.answer import Sentence

Reason = Literal[
    "no_chat_model",
    "package_missing",
    "settings_wrong",
    "quotes_suffice",
    "personal_data",
    "server_down",
    "too_slow",
    "unauthorized",
    "rate_limited",
    "server_error",
    "bad_request",
    "too_long",
    "not_understood",
    "cut_off",
    "empty",
    "refused",
    "not_japanese",
    "unsupported",
]
"""Why an answer is in quotes although sentences were asked for; each has its sentence in texts.toml, [fallback]."""


class ChatFault(Exception):  # noqa: N818 - a value on its way to the fallback, no error that anyone sees
    """The model gave no text that can be used. `reason` says why; `sentences` is what it wrote, none of it kept."""

    def __init__(self, reason: Reason, sentences: tuple[Sentence, ...] | None = None) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.sentences = sentences


_BY_STATUS: dict[int, Reason] = {
    400: "bad_request",
    401: "unauthorized",
    403: "unauthorized",
    408: "too_slow",
    413: "too_long",
    422: "bad_request",
    429: "rate_limited",
}
_CONTEXT = ("context_length", "context length", "maximum context", "context window", "too many tokens", "prompt is too")


def reason_of(error: BaseException) -> Reason:
    """The reason behind an exception of any provider's package.

    They share no class: what tells them apart is the HTTP status, or else the class's name. Nothing of the error's
    text is kept: some providers repeat a part of the key in it.
    """
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    words = str(error).lower()
    if any(sign in words for sign in _CONTEXT):
        return "too_long"
    if isinstance(status, int):
        return _BY_STATUS.get(status, "server_error" if status >= 500 else "bad_request")
    name = type(error).__name__.lower()
    if "timeout" in name or isinstance(error, TimeoutError):
        return "too_slow"
    if "connect" in name or isinstance(error, ConnectionError):
        return "server_down"
    if "protocol" in name or "chunkedencoding" in name or "readerror" in name:
        return "cut_off"
    return "not_understood"
