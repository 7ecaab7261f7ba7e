"""How questions are worded: the reviewed patterns of cues.toml, ready to search with."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))


@cache
def cue(name: str) -> re.Pattern[str]:
    """One pattern that finds any of those called `table.key`."""
    table, key = name.split(".")
    patterns = _tables()[table][key]
    return any_of([patterns] if isinstance(patterns, str) else patterns)


@cache
def empty_words() -> frozenset[str]:
    """Normalised words that say nothing about what is looked for."""
    return frozenset(_tables()["words"]["empty"])


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the given ones; nothing if there are none."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
