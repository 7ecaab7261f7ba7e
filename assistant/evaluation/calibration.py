"""How well the probability that a row answers holds on questions that it was not fitted to."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.evaluation.labels import Label
from assistant.pipeline import Assistant
from assistant.relevance import rows_by_score

_FOLDS = 5
_EDGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)
_WEAK = 100.0


def calibration(labels: Sequence[Label], assistant: Assistant) -> list[dict[str, float]]:
    """A line for each band of probability: its bounds, how many rows fall into it, what they promise and what holds.

    Logistic regression on a row's score and its distance behind the best one, by cross-validation over questions.
    """
    values, right, questions = _rows(labels, assistant)
    if len(set(questions)) < _FOLDS:
        return []
    promised = _held_out(values, right, questions)
    bands = []
    for low, high in itertools.pairwise(_EDGES):
        within = (promised >= low) & (promised < high if high < 1 else promised <= high)
        if within.any():
            bands.append(
                {
                    "from": low,
                    "to": high,
                    "rows": int(within.sum()),
                    "promised": round(float(promised[within].mean()), 3),
                    "answered": round(float(right[within].mean()), 3),
                }
            )
    return bands


def _rows(labels: Sequence[Label], assistant: Assistant) -> tuple[npt.NDArray[Any], npt.NDArray[Any], list[int]]:
    """Score and distance of every row of every search, whether it is right, and of which question it is."""
    values, right, questions = [], [], []
    for number, label in enumerate(labels):
        query, hits = assistant.searched(label.question, label.history)
        if not label.right or not query.search or query.named or not hits.passages:
            continue
        ranked = rows_by_score(query, hits)
        for entry, score in ranked:
            values.append((score, score - ranked[0][1]))
            right.append((entry.theme, entry.municipality.name) in label.right)
            questions.append(number)
    return np.array(values), np.array(right), questions


def _held_out(values: npt.NDArray[Any], right: npt.NDArray[Any], questions: Sequence[int]) -> npt.NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    promised = np.zeros(len(right))
    for train, test in GroupKFold(_FOLDS).split(values, right, questions):
        model = LogisticRegression(C=_WEAK).fit(values[train], right[train])
        promised[test] = model.predict_proba(values[test])[:, 1]
    return promised
