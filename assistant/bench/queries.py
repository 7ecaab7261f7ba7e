"""How long one question takes, step by step, and how much of what is known to be there is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from typing import Any

import numpy as np

from assistant.bench.generated import FILTERS, PlantedQuestion
from assistant.bench.stopwatch import spread
from assistant.pipeline import Assistant
from assistant.settings import Settings
from embeddings.encoder import Matrix, Vector
from embeddings.index import Ids, Similarity, VectorIndex
from embeddings.model import SentenceEncoder, locate
from embeddings.retriever import Hits, Retriever

_WARM = 5
_RECALLED = 5


def measure_questions(assistant: Assistant, questions: Sequence[str]) -> dict[str, dict[str, float]]:
    """Milliseconds of each step of the first answer, none of the questions having been asked before.

    `rest` is everything but the embedding.
    """
    for question in questions[:_WARM]:
        assistant.ask(f"{question}　はじめに")
    steps: dict[str, list[float]] = {}
    for question in questions:
        timings = assistant.ask(question).timings_ms.model_dump()
        for step, value in {**timings, "rest": timings["total"] - timings["embed"]}.items():
            steps.setdefault(step, []).append(value)
    return {step: spread(values) for step, values in steps.items()}


def measure_embedding(settings: Settings, questions: Sequence[str]) -> dict[str, float]:
    """Milliseconds of a question's vector where the model runs by its framework, as a yardstick."""
    encoder = SentenceEncoder(locate(settings.embedding_model, settings.models))
    times = []
    for question in (*questions[:_WARM], *questions):
        begin = perf_counter()
        encoder.encode_query(question)
        times.append((perf_counter() - begin) * 1000)
    return spread(times[_WARM:])


def measure_planted(assistant: Assistant, planted: Sequence[PlantedQuestion]) -> dict[str, dict[str, Any]]:
    """By how a question narrows the search: times as `measure_questions`, recall@5, and the same by exact search."""
    exact = ExactIndex(assistant)
    found: dict[str, dict[str, Any]] = {}
    for narrowing in FILTERS:
        own = [one for one in planted if one.filter == narrowing]
        found[narrowing] = {
            "questions": len(own),
            "ms": measure_questions(assistant, [one.question for one in own]),
            "recall_5": _recall(own, lambda question: assistant.searched(question)[1]),
            "recall_5_exact": _recall(own, exact.searched),
        }
    return found


def _recall(planted: Sequence[PlantedQuestion], search: Any) -> float:
    def is_found(one: PlantedQuestion) -> bool:
        hits: Hits = search(one.question)
        best = dict.fromkeys(hit.passage.entry.id for hit in hits.passages)
        return one.entry_id in list(best)[:_RECALLED]

    return round(sum(map(is_found, planted)) / len(planted), 4)


@dataclass(frozen=True)
class _Exact:
    """Stands for an index, and looks at each vector."""

    index: VectorIndex
    ids: Sequence[str]
    vectors: Matrix

    def search(self, vector: Vector, limit: int, among: Ids | None = None) -> Similarity:
        """As that of an index."""
        found = self.index.search(vector, 1)
        near = self.vectors @ vector
        own = [] if among is None else [self.numbers[identity] for identity in among if identity in self.numbers]
        wanted = [*np.argsort(-near, kind="stable")[:limit], *sorted(own, key=lambda number: -near[number])[:limit]]
        return Similarity({self.ids[number]: float(near[number]) for number in wanted}, found.kinds, found.asked)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each passage, by its id."""
        return {identity: number for number, identity in enumerate(self.ids)}


class ExactIndex:
    """What the search of an assistant would find if each vector were looked at, as a yardstick."""

    def __init__(self, assistant: Assistant) -> None:
        assert assistant.meaning is not None
        self._assistant = assistant
        vectors = assistant.meaning.index.vectors()
        self._index: Any = _Exact(assistant.meaning.index, list(vectors), np.stack(list(vectors.values())))
        self._retriever = Retriever(assistant.corpus)

    def searched(self, question: str) -> Hits:
        """The hits for a question."""
        query = self._assistant.understood(question)
        assert self._assistant.meaning is not None
        vector = self._assistant.meaning.encoder.encode_query(query.search)
        return self._retriever.search(query.search, vector, self._index, query.allowed)
