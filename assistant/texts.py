"""Looks up the sentences that people read."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))


def text(name: str, /, **values: object) -> str:
    """The sentence called `table.key` in texts.toml, with its {names} filled in. KeyError if there is none."""
    table, key = name.split(".")
    return _tables()[table][key].format(**values)


def has_text(name: str) -> bool:
    """True if texts.toml has a sentence of this name."""
    table, _, key = name.partition(".")
    return key in _tables().get(table, {})
