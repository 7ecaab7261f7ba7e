"""Labelled questions asked of an assistant → one report of all figures."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assistant.answer import Timings
from assistant.evaluation.calibration import calibration
from assistant.evaluation.intervals import interval
from assistant.evaluation.labels import Label, Row
from assistant.evaluation.marks import FIGURES, Mark, failed, marks
from assistant.evaluation.ranking import ranking_figures
from assistant.pipeline import Assistant
from embeddings.retriever import FULL, Hits, Retriever, Weights

_NONE = Weights(0, 0, 0, 0, 0)
WAYS = {
    "dense": replace(_NONE, meaning=1),
    "lexical": replace(_NONE, own_words=1),
    "fused": replace(_NONE, meaning=FULL.meaning, own_words=FULL.own_words),
    "full": FULL,
}
"""The ways of searching that are compared: by meaning, by words, by both, and with the corpus's reviewed words too."""
_BY_KIND = ("must_recall", "first_hit", "precision")

Share = dict[str, float]


def measure(labels: Sequence[Label], assistant: Assistant) -> dict[str, Any]:
    """The report as JSON values: figures with intervals, by kind, ways of searching, latency, misses."""
    answers = [assistant.ask(label.question, label.history) for label in labels]
    marked = [marks(label, answer, assistant.corpus) for label, answer in zip(labels, answers, strict=True)]
    return {
        "questions": len(labels),
        "figures": {name: share for name in FIGURES if (share := _share(name, marked))},
        "by_kind": _by_kind(labels, marked),
        "retrieval": _retrieval(labels, assistant),
        "calibration": calibration(labels, assistant),
        "latency_ms": _latency([answer.timings_ms for answer in answers]),
        "misses": list(_misses(labels, marked)),
    }


def _share(figure: str, marked: Iterable[Sequence[Mark]]) -> Share | None:
    """A figure's value with its interval; None if no question has it."""
    hits, of = [], []
    for of_question in marked:
        own = [mark.hit for mark in of_question if mark.figure == figure]
        hits.append(sum(own))
        of.append(len(own))
    if not sum(of):
        return None
    low, high = interval(hits, of)
    return {"value": sum(hits) / sum(of), "low": low, "high": high, "hits": sum(hits), "of": sum(of)}


def _by_kind(labels: Sequence[Label], marked: Sequence[Sequence[Mark]]) -> dict[str, dict[str, Share]]:
    of_kind: dict[str, list[Sequence[Mark]]] = defaultdict(list)
    for label, own in zip(labels, marked, strict=True):
        of_kind[label.kind].append(own)
        of_kind["lay" if label.is_lay else "named"].append(own)
    return {
        kind: {name: share for name in _BY_KIND if (share := _share(name, own))}
        for kind, own in sorted(of_kind.items())
        if any(mark.figure in _BY_KIND for of_question in own for mark in of_question)
    }


def _retrieval(labels: Sequence[Label], assistant: Assistant) -> dict[str, dict[str, float]]:
    """How each way of searching ranks the rows for the same understood questions; means over the questions."""
    asked = [label for label in labels if (label.must or label.must_any) and not label.contact_of]
    if not asked or assistant.meaning is None:
        return {}
    queries = [assistant.understood(label.question, label.history) for label in asked]
    vectors = [assistant.meaning.encoder.encode_query(query.search or query.question) for query in queries]
    found = {}
    for way, weights in WAYS.items():
        retriever = Retriever(assistant.corpus, weights)
        figures = [
            ranking_figures(
                label,
                ranked_rows(
                    retriever.search(query.search or query.question, vector, assistant.meaning.index, query.allowed)
                ),
            )
            for label, query, vector in zip(asked, queries, vectors, strict=True)
        ]
        found[way] = {name: statistics.fmean(figure[name] for figure in figures) for name in figures[0]}
    return found


def ranked_rows(hits: Hits) -> list[Row]:
    """The rows of the hits, each at its best passage's rank."""
    entries = (hit.passage.entry for hit in hits.passages)
    return list(dict.fromkeys((entry.theme, entry.municipality.name) for entry in entries))


def _latency(timings: Sequence[Timings | None]) -> dict[str, float]:
    """Milliseconds a question: the middle one, the slowest in twenty, and the middle one without the embedding."""
    known = [timing for timing in timings if timing is not None]
    total = [timing.total for timing in known]
    return {
        "p50": float(np.percentile(total, 50)),
        "p95": float(np.percentile(total, 95)),
        "p50_beside_embedding": float(np.percentile([timing.total - timing.embed for timing in known], 50)),
    }


def _misses(labels: Sequence[Label], marked: Sequence[Sequence[Mark]]) -> Iterable[dict[str, str]]:
    for label, own in zip(labels, marked, strict=True):
        for mark in dict.fromkeys(mark for mark in own if failed(mark)):
            yield {
                "figure": mark.figure,
                "id": label.id,
                "kind": label.kind,
                "question": label.question,
                "why": mark.why,
            }
