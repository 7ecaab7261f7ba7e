"""What happened, for whoever operates a server. No event holds words that people typed, or an address with a query."""

import logging
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import TypeVar

REQUEST, ANSWER = "request", "answer"
request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""Of the request that is being worked on."""
_log = logging.getLogger("mazuippo")
_Step = TypeVar("_Step")


def working_for(name: str, steps: Iterator[_Step]) -> Iterator[_Step]:
    """The steps, each done under a request's id: those of an answer on the page are, in any thread, apart from it."""
    while True:
        request_id.set(name)
        try:
            step = next(steps)
        except StopIteration:
            return
        yield step


def requested(method: str, route: str, status: int, milliseconds: float) -> None:
    """A request was answered; `route` is the pattern of its address, never the address."""
    facts = {"method": method, "route": route, "status": status, "ms": round(milliseconds, 1)}
    _tell(REQUEST, facts)


def answered(mode: str, intent: str, outcome: str, fallback: str | None, timings_ms: Mapping[str, float]) -> None:
    """A question was answered; `outcome`: quotes, sentences or abstained; `fallback`: why there are no sentences."""
    _tell(ANSWER, {"mode": mode, "intent": intent, "outcome": outcome, "fallback": fallback, "steps_ms": timings_ms})


def _tell(event: str, facts: Mapping[str, object]) -> None:
    _log.info(event, extra={"event": event, "request_id": request_id.get(), "facts": facts})
