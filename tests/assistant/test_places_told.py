"""Which towns a question is about, in wordings by a writer who had not seen the rules; `not_yet`: not read so far."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.question import Understanding
from corpus.library import Corpus

_FILE = Path(__file__).parents[1] / "data/understanding/places.jsonl"
PROBES = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]


def _read(probe: dict[str, Any], understand: Understanding, kodoku: Corpus) -> dict[str, Any]:
    """What was read of the things that a probe tells."""
    query = understand(probe["question"])
    codes = query.named or query.allowed
    found: dict[str, Any] = {
        "towns": None if codes is None else sorted(kodoku.municipalities[code].name for code in codes),
        "theme": query.theme,
        "asker": bool(query.asker),
        "elsewhere": [town.name for town in query.elsewhere],
    }
    if query.elsewhere and not query.named:
        found["towns"] = []
    return {name: found[name] for name in probe if name in found}


@pytest.mark.parametrize("probe", [p for p in PROBES if "not_yet" not in p], ids=lambda probe: probe["question"][:30])
def test_the_towns_that_are_meant(understand: Understanding, kodoku: Corpus, probe: dict[str, Any]) -> None:
    told = {name: probe[name] for name in ("towns", "theme", "asker", "elsewhere") if name in probe}
    assert _read(probe, understand, kodoku) == told | {"towns": probe["towns"] and sorted(probe["towns"])}


def test_what_is_not_read_yet_is_known() -> None:
    assert len(PROBES) == 180
    assert sum("not_yet" in probe for probe in PROBES) <= 17
