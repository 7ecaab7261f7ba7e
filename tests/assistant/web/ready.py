"""An assistant that is there at once, in place of one that is being made ready; and an app over it."""

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI

from assistant.access.access import Access
from assistant.pipeline import Assistant
from assistant.unanswered import Unanswered
from assistant.web.access.mount import add_access
from assistant.web.api import add_error_responses, api_routes
from assistant.web.pages import page_routes
from assistant.web.turns import Turns
from assistant.web.workshop.mount import add_workshop
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


def app_with(access: Access, assistant: Assistant, home: Path) -> FastAPI:
    """API, pages, workshop and log-in, without Gradio's page, served to the network."""
    app, ready = FastAPI(), Ready(assistant, home)
    add_error_responses(app)
    app.include_router(api_routes(ready))  # type: ignore[arg-type]
    app.include_router(page_routes(ready))  # type: ignore[arg-type]
    add_access(app, access, add_workshop(app, ready, "0.0.0.0"))  # type: ignore[arg-type]
    return app
