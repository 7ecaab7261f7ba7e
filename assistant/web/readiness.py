"""The assistant while it is made ready, and as its corpus changes: pages open at once, the model takes seconds."""

import logging
import threading
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.assembly import open_assistant, reopened
from assistant.errors import NotReadyError, UnexpectedError, sentence
from assistant.settings import Settings
from assistant.startup import end_start
from assistant.texts import text
from assistant.unanswered import Unanswered
from assistant.web.turns import Turns
from assistant.writing.chat_model import chat_model_name
from corpus.errors import CorpusError, MazuippoError
from corpus.librarian import Librarian
from corpus.library import Corpus

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_LOOKS = 1.0
"""So often it is looked whether the corpus has changed."""
_SECONDS_TO_WAIT = 30.0
"""So long a choice waits for the model to be there."""
_SECONDS_FOR_THE_PAGE = 0.7
"""A browser that is waiting gets its page before further imports take the interpreter's lock."""


@dataclass(frozen=True, slots=True)
class Status:
    """`sentence` tells the user what is going on; empty once questions are answered."""

    state: Literal["preparing", "ready", "failed"]
    sentence: str


class Readiness:
    """Opens the assistant in the background, once, and follows what is imported and taken back, by whomever.

    Raises CorpusError if the corpus is broken already.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.librarian = settings.librarian()
        self._state = self.librarian.state()
        self.corpus = settings.read_corpus()
        """The corpus as it is answered from and shown; another object once it has changed."""
        self.home = settings.home
        self.chat = chat_model_name(settings)
        self.unanswered = Unanswered(settings.unanswered, settings.keep_unanswered)
        self.turns = Turns()
        self._assistant: Assistant | None = None
        self._opened: dict[str, Assistant] = {}
        """The newest of each corpus that was chosen; a store that is open is not opened a second time."""
        self._error: MazuippoError | None = None
        self._page_opened = threading.Event()
        self._done = threading.Event()
        self._following, self._closed = threading.Lock(), threading.Event()
        self._fills: list[Callable[[Corpus], None]] = []

    def begin(self) -> None:
        """Starts the work in a thread of its own."""
        threading.Thread(target=self._open, name="readiness", daemon=True).start()

    def fill(self, show: Callable[[Corpus], None]) -> None:
        """Has a part of the page show the corpus, now and whenever it has changed."""
        show(self.corpus)
        self._fills.append(show)

    def follow(self) -> None:
        """Takes over what the corpus has become; until that is done, answers and pages keep to what it was.

        Raises CorpusError for a corpus that is broken now, EmbeddingError where the index cannot be brought up to it.
        """
        self._done.wait()
        with self._following:
            state = self.librarian.state()
            if state == self._state or self._assistant is None:
                return
            try:
                corpus = self._settings.read_corpus()
            except CorpusError:
                self._state = state  # it is not tried again until something changes
                raise
            self._assistant = self._assistant.following(corpus)
            self._take_over(self.librarian, state, corpus)

    def corpora(self) -> list[tuple[str, str]]:
        """Name and subject of each corpus that can be chosen; without those that are broken."""
        found = []
        for name in self._settings.corpus_names:
            with suppress(CorpusError):
                found.append((name, self._settings.manifest_of(name).subject))
        return found

    def choose(self, name: str) -> None:
        """Answers from another corpus from now on, whoever asks; until that is ready, from the one before.

        Raises CorpusError where there is none of that name or it is broken, EmbeddingError as `follow` does, and
        whatever `assistant` raises.
        """
        assistant = self.assistant(_SECONDS_TO_WAIT)
        settings = self._settings.model_copy(update={"corpus": name})
        with self._following:
            librarian, unanswered = settings.librarian(), Unanswered(settings.unanswered, settings.keep_unanswered)
            state, corpus = librarian.state(), settings.read_corpus()
            self._opened[self._settings.corpus] = assistant
            if name in self._opened:
                assistant = self._opened[name].following(corpus)
            else:
                assistant = reopened(assistant, settings, corpus, unanswered.note)
            self._settings, self._assistant, self.unanswered = settings, assistant, unanswered
            self._take_over(librarian, state, corpus)

    def _take_over(self, librarian: Librarian, state: Hashable, corpus: Corpus) -> None:
        self.librarian, self._state, self.corpus = librarian, state, corpus
        for show in self._fills:
            show(corpus)

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

    def close(self) -> None:
        """Follows the corpus no longer."""
        with self._following:
            self._closed.set()

    def _open(self) -> None:
        try:
            self._assistant = open_assistant(
                self._settings, _log.info, self._let_the_page_go_first, self.corpus, self.unanswered.note
            )
        except MazuippoError as error:
            _log.error("the assistant could not be opened: %s: %s", type(error).__name__, error)
            self._error = error
        except Exception:  # noqa: BLE001 - the thread's edge: else the page would wait for ever
            _log.exception("the assistant could not be opened")
            self._error = UnexpectedError()
        finally:
            end_start()
            self._done.set()
        if self._error is None:
            self._keep_following()

    def _keep_following(self) -> None:
        while not self._closed.wait(_SECONDS_BETWEEN_LOOKS):
            try:
                self.follow()
            except MazuippoError as error:
                _log.error("a change of the corpus could not be taken over: %s: %s", type(error).__name__, error)
            except Exception:  # noqa: BLE001 - the thread's edge: the next change may be one that can be
                _log.exception("a change of the corpus could not be taken over")

    def _let_the_page_go_first(self) -> None:
        self._page_opened.wait()
        time.sleep(_SECONDS_FOR_THE_PAGE)
