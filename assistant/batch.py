"""Questions from a JSON Lines file, answered line by line; a bad line never stops the run."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Mode
from assistant.errors import (
    FileNotUtf8Error,
    FileUnreadableError,
    LineNotJsonError,
    LineWrongTypeError,
    sentence,
)
from assistant.pipeline import Assistant
from assistant.question import clean
from corpus.errors import MazuippoError

_STDIN = "-"


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of a batch: the question, the earlier ones of its conversation, and its id."""

    id: Any
    question: str
    history: tuple[str, ...]


def answer_lines(
    assistant: Assistant, lines: Iterator[tuple[int, str]], mode: Mode, explain: bool
) -> Iterator[dict[str, Any]]:
    """For each line its answer as a JSON object, or `{"id", "error"}`; in order."""
    for number, line in lines:
        identity: Any = number
        try:
            fields = _fields(line)
            identity = fields.get("id", number)
            asked = _checked(fields, identity)
            answer = assistant.ask(asked.question, asked.history, mode, explain)
            yield answer.model_copy(update={"id": asked.id}).as_json()
        except MazuippoError as error:
            yield {"id": identity, "error": sentence(error)}


def read_lines(file: str) -> Iterator[tuple[int, str]]:
    """The numbered lines (from 1) of a UTF-8 file or, for `-`, of standard input; blank ones left out.

    A byte order mark and CRLF are accepted. Raises FileUnreadableError or FileNotUtf8Error.
    """
    try:
        data = sys.stdin.buffer.read() if file == _STDIN else Path(file).read_bytes()
        content = data.decode("utf-8-sig")
    except OSError as error:
        raise FileUnreadableError(file=file, reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise FileNotUtf8Error(file=file) from error
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield number, line


def _fields(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineNotJsonError from error
    if not isinstance(fields, dict):
        raise LineNotJsonError
    return fields


def _checked(fields: dict[str, Any], identity: Any) -> BatchQuestion:
    question, history = fields.get("question"), fields.get("history", [])
    if not isinstance(question, str):
        raise LineWrongTypeError(field="question")
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        raise LineWrongTypeError(field="history")
    clean(question)
    return BatchQuestion(identity, question, tuple(history))
