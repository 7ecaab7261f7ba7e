"""Questions of every kind, from the labelled sets."""

import json
from pathlib import Path

EVAL = Path(__file__).parents[1] / "data" / "eval"


def mixed_questions() -> list[tuple[str, list[str]]]:
    """Each with the questions before it in its conversation."""
    found = []
    for file in sorted(EVAL.glob("*_questions.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            labelled = json.loads(line)
            found.append((labelled["question"], labelled.get("history", [])))
    return found
