"""An assistant that is there at once, in place of one that is being made ready."""

from collections.abc import Callable
from pathlib import Path

from assistant.pipeline import Assistant
from assistant.unanswered import Unanswered
from assistant.web.turns import Turns
from corpus.library import Corpus


class Ready:
    """What routes need of `Readiness`."""

    chat = None

    def __init__(self, assistant: Assistant, home: Path = Path()) -> None:
        self.corpus, self.home = assistant.corpus, home
        self.unanswered = Unanswered(home / "unanswered.jsonl", keep_words=False)
        self.turns = Turns()
        self._assistant = assistant
        self._fills: list[Callable[[Corpus], None]] = []

    def assistant(self, timeout: float) -> Assistant:
        """The assistant, waited for no time."""
        return self._assistant

    def fill(self, show: Callable[[Corpus], None]) -> None:
        """Shows the corpus now, and whenever it is `exchanged`."""
        show(self.corpus)
        self._fills.append(show)

    def exchanged(self, assistant: Assistant) -> None:
        """Answers from another state from now on."""
        self.corpus, self._assistant = assistant.corpus, assistant
        for show in self._fills:
            show(self.corpus)
