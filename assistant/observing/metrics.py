"""Figures of a server in Prometheus's format, counted from its events; off unless the settings want them."""

import logging

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from assistant.observing.events import ANSWER, REQUEST

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics(logging.Handler):
    """A handler of log records that counts instead of writing."""

    def __init__(self) -> None:
        super().__init__()
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "mazuippo_requests", "Requests answered", ["method", "route", "status"], registry=self._registry
        )
        self._answers = Counter(
            "mazuippo_answers", "Questions answered", ["mode", "outcome", "fallback"], registry=self._registry
        )
        self._request_seconds = Histogram(
            "mazuippo_request_seconds", "From request to response", buckets=_SECONDS, registry=self._registry
        )
        self._step_seconds = Histogram(
            "mazuippo_step_seconds", "Of each step of an answer", ["step"], buckets=_SECONDS, registry=self._registry
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Counts an event; whatever else is logged is passed over."""
        event, facts = getattr(record, "event", None), getattr(record, "facts", {})
        if event == REQUEST:
            self._requests.labels(facts["method"], facts["route"], facts["status"]).inc()
            self._request_seconds.observe(facts["ms"] / 1000)
        elif event == ANSWER:
            self._answers.labels(facts["mode"], facts["outcome"], facts["fallback"] or "").inc()
            for step, milliseconds in facts["steps_ms"].items():
                self._step_seconds.labels(step).observe(milliseconds / 1000)

    def text(self) -> bytes:
        """All figures, in the text format of Prometheus."""
        return generate_latest(self._registry)
