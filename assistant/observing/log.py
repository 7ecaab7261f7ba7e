"""Where events and errors are written: errors to the terminal; all of it to a log, where the settings name one."""

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter

from assistant.errors import FileUnreadableError
from assistant.observing.events import request_id

STDERR = "-"
_LARGEST, _OLDER = 10 * 1024 * 1024, 4
_Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def begin_log(place: str) -> None:
    """Begins a log of one JSON object a line: at `place` (a file, turned over at 10 MB; `-`: the terminal).

    Without a place, only warnings and errors are told, on the terminal. Raises FileUnreadableError.
    """
    root = logging.getLogger()
    root.handlers.clear()
    if not place:
        handler: logging.Handler = logging.StreamHandler(sys.stderr)
        handler.setLevel(logging.WARNING)
        handler.setFormatter(_Plain("%(levelname)s %(name)s: %(message)s"))
    else:
        handler = logging.StreamHandler(sys.stderr) if place == STDERR else _file(Path(place))
        handler.setFormatter(_Json("%(message)s", timestamp=True))
        logging.getLogger("mazuippo").setLevel(logging.INFO)
    handler.addFilter(_is_told)
    root.addHandler(handler)


def _is_told(record: logging.LogRecord) -> bool:
    """Some libraries tell at the least occasion, whatever the level of the root is."""
    return record.levelno >= logging.WARNING or record.name == "mazuippo"


def _file(path: Path) -> logging.Handler:
    try:
        return RotatingFileHandler(path.absolute(), maxBytes=_LARGEST, backupCount=_OLDER, encoding="utf-8")
    except OSError as error:
        raise FileUnreadableError(file=path, reason=error.strerror or str(error)) from error


class _WithoutValues(logging.Formatter):
    """Tells of an exception its kind and where it was raised, not its message, which may hold what someone typed."""

    def formatException(self, ei: _Caught) -> str:  # noqa: N802 - the name that logging calls
        kind, _, trace = ei
        frames = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
        return " > ".join([*frames, kind.__name__ if kind else "-"])


class _Plain(_WithoutValues):
    """A line for the terminal."""


class _Json(_WithoutValues, JsonFormatter):
    """One JSON object."""

    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        facts = log_data.pop("facts", {})
        told = {"request_id": request_id.get(), **log_data}
        return {**told, **facts} if isinstance(facts, dict) else told

    def add_fields(
        self, log_data: dict[str, object], record: logging.LogRecord, message_dict: dict[str, object]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data.update(level=record.levelname.lower(), logger=record.name)
