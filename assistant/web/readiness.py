"""The assistant while it is being made ready: the page opens at once, the model takes seconds more."""

import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.assembly import open_assistant
from assistant.errors import NotReadyError, UnexpectedError, sentence
from assistant.settings import Settings
from assistant.startup import end_start
from assistant.texts import text
from assistant.writing.chat_model import chat_model_name
from corpus.errors import MazuippoError

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

_log = logging.getLogger(__name__)

_SECONDS_FOR_THE_PAGE = 3.5
"""A browser that is waiting gets its page before further imports take the interpreter's lock."""


@dataclass(frozen=True, slots=True)
class Status:
    """`sentence` tells the user what is going on; empty once questions are answered."""

    state: Literal["preparing", "ready", "failed"]
    sentence: str


class Readiness:
    """Opens the assistant in the background, once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.home = settings.home
        self.chat = chat_model_name(settings)
        self._assistant: Assistant | None = None
        self._error: MazuippoError | None = None
        self._page_opened = threading.Event()
        self._done = threading.Event()

    def begin(self) -> None:
        """Starts the work in a thread of its own."""
        threading.Thread(target=self._open, name="readiness", daemon=True).start()

    def page_opened(self) -> None:
        """The page can be had from now on: what would have held it up may begin."""
        self._page_opened.set()

    def status(self) -> Status:
        """How far the assistant is."""
        if self._error is not None:
            return Status("failed", sentence(self._error))
        if self._assistant is None:
            return Status("preparing", text("web.preparing"))
        return Status("ready", "")

    def assistant(self, timeout: float) -> "Assistant":
        """The assistant, waited for as many seconds.

        Raises NotReadyError when they are over, or the error for which it could not be opened.
        """
        self._done.wait(timeout)
        if self._error is not None:
            raise self._error
        if self._assistant is None:
            raise NotReadyError
        return self._assistant

    def _open(self) -> None:
        try:
            self._assistant = open_assistant(self._settings, _log.info, meanwhile=self._let_the_page_go_first)
        except MazuippoError as error:
            _log.error("the assistant could not be opened: %s: %s", type(error).__name__, error)
            self._error = error
        except Exception:  # noqa: BLE001 - the thread's edge: else the page would wait for ever
            _log.exception("the assistant could not be opened")
            self._error = UnexpectedError()
        finally:
            end_start()
            self._done.set()

    def _let_the_page_go_first(self) -> None:
        self._page_opened.wait()
        time.sleep(_SECONDS_FOR_THE_PAGE)
