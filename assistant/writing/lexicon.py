"""The reviewed words of words.toml, ready to look for."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from assistant.cues import any_of


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern that finds any word of a list."""
    return any_of(_tables()[name])


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list that are compared whole."""
    return frozenset(_tables()[name].split())


def new_in(name: str, sentence: str, quote: str) -> int:
    """How many words of a list stand in a sentence and not in the quote."""
    return sum(found[0] not in quote for found in pattern(name).finditer(sentence))
