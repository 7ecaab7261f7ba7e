"""Answers of all kinds as they were read aloud and reviewed, word for word.

After a change that is meant, read build/golden.md and copy it to tests/data/golden/answers.md.
"""

import difflib
import json
from pathlib import Path

from assistant.pipeline import Assistant

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/data/golden"
QUESTIONS = [json.loads(line) for line in (GOLDEN / "questions.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_answers_are_as_they_were_reviewed(assistant: Assistant) -> None:
    sections = []
    for asked in QUESTIONS:
        history = asked.get("history", [])
        answer = assistant.ask(asked["question"], history)
        sections.append(f"## {' → '.join([*history, asked['question']])}\n\n{answer.answer}\n")
    now = "\n".join(sections)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build/golden.md").write_text(now, encoding="utf-8")

    reviewed = (GOLDEN / "answers.md").read_text(encoding="utf-8")
    changed = list(difflib.unified_diff(reviewed.splitlines(), now.splitlines(), "reviewed", "now", lineterm="", n=0))
    assert changed == []
