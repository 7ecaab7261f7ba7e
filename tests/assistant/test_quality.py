"""How often the right rows are cited, on labelled questions. Run with -s to see the figures.

The questions are samples of a kind; a figure here says nothing of questions that it was looked at with.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.pipeline import Assistant

QUESTIONS = Path(__file__).parents[1] / "data/eval/dev_questions.jsonl"
LAY = {"single", "multi", "hard", "official"}


@dataclass
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.of += 1

    @property
    def value(self) -> float:
        return self.hits / self.of


def figures(assistant: Assistant) -> dict[str, Share]:
    """must_recall: rows that have to be cited and are; first_hit: the first row cited is a right one; by wording."""
    shares = {name: Share() for name in ("must_recall", "lay", "named", "first_hit", "abstain", "false_abstain")}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        answer = assistant.ask(label["question"], label.get("history", []))
        cited = [[citation.theme, citation.municipality] for citation in answer.citations]
        right = [*label.get("must", []), *label.get("must_any", []), *label.get("relevant", [])]
        need = [row in cited for row in label.get("must", [])]
        if any_of := label.get("must_any"):
            need.append(any(row in cited for row in any_of))
        for found in need:
            shares["must_recall"].add(found)
            shares["lay" if label["kind"] in LAY else "named"].add(found)
        if need and right and not label.get("contact_of"):
            shares["first_hit"].add(bool(cited) and cited[0] in right)
        if label.get("expect_abstain"):
            shares["abstain"].add(answer.abstained)
        elif need:
            shares["false_abstain"].add(answer.abstained)
    return shares


@pytest.fixture(scope="module")
def measured(assistant: Assistant) -> dict[str, Share]:
    shares = figures(assistant)
    print()
    for name, share in shares.items():
        print(f"{name:14} {share.value:.3f}  ({share.hits}/{share.of})")
    return shares


@pytest.mark.parametrize(
    ("name", "least"),
    [("must_recall", 0.85), ("lay", 0.75), ("named", 0.95), ("first_hit", 0.8), ("abstain", 0.9)],
)
def test_quality_does_not_fall(measured: dict[str, Share], name: str, least: float) -> None:
    assert measured[name].value >= least


def test_hardly_a_question_is_refused_that_the_corpus_answers(measured: dict[str, Share]) -> None:
    assert measured["false_abstain"].value <= 0.05
