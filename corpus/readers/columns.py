"""Which column of a table holds what, by the headings, in whatever order they stand."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.manifest import Manifest
from corpus.readers.table import Slot
from corpus.words import fold

_HEADING_ROWS = 4
"""So many rows at most stand before the first row of a table's body."""


@cache
def column_names() -> Mapping[str, Mapping[str, object]]:
    """The tables of columns.toml."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))


def column_roles(manifest: Manifest) -> dict[str, str]:
    """What a column may hold, by the name that says so, with the words for it."""
    names = column_names()
    roles = {}
    for role, headings in names["names"].items():
        assert isinstance(headings, list)
        roles[role] = str(names["template"].get(role, headings[0]))
    return roles | {aspect.id: aspect.heading for aspect in manifest.aspects}


@dataclass(frozen=True, slots=True)
class Columns:
    """Roles by place: a field's name, or `aspect:<id>`. `headings`: the columns' names; `first`: row of the body."""

    roles: Mapping[int, str]
    headings: Mapping[int, str]
    first: int
    width: int

    def place(self, role: str) -> int | None:
        """Where the column with this role stands."""
        return next((place for place, own in self.roles.items() if own == role), None)

    @property
    def aspects(self) -> dict[int, str]:
        """Aspect ids by place."""
        return {place: role.removeprefix("aspect:") for place, role in self.roles.items() if role.startswith("aspect:")}

    @property
    def unnamed(self) -> list[int]:
        """Places of which nothing is known."""
        return [place for place in range(self.width) if place not in self.roles]


class ColumnFinder:
    """Finds the columns of tables for one corpus; `named`: headings → roles or aspect ids that the user gave."""

    def __init__(self, manifest: Manifest, named: Mapping[str, str] | None = None) -> None:
        self._roles: dict[str, str] = {}
        names = column_names()["names"]
        for role, headings in names.items():
            assert isinstance(headings, list)
            self._roles |= {bare(heading): role for heading in headings}
        self._aspects = [(bare(aspect.heading), aspect.id) for aspect in manifest.aspects]
        for aspect in manifest.aspects:
            self._roles |= {bare(name): f"aspect:{aspect.id}" for name in (*aspect.names, aspect.id)}
        ids = {aspect.id for aspect in manifest.aspects}
        for heading, meant in (named or {}).items():
            self._roles[bare(heading)] = f"aspect:{meant}" if meant in ids else self._roles.get(bare(meant), meant)

    def columns(self, rows: Sequence[Sequence[Slot]]) -> Columns | None:
        """The columns of a grid; None if no heading row tells a town or a text."""
        for number, row in enumerate(rows[:_HEADING_ROWS]):
            roles = self._roles_of(row)
            if any(role.startswith("aspect:") or role == "text" for role in roles.values()):
                return _completed(roles, row, number, rows)
        return None

    def _roles_of(self, row: Sequence[Slot]) -> dict[int, str]:
        roles: dict[int, str] = {}
        for place, slot in enumerate(row):
            role = self._role(slot.cell.text)
            if role is not None and role not in roles.values() and not slot.right:
                roles[place] = role
        return roles

    def _role(self, heading: str) -> str | None:
        words = bare(heading)
        if not words:
            return None
        if words in self._roles:
            return self._roles[words]
        return next((f"aspect:{identity}" for own, identity in self._aspects if own in words), None)


def _completed(roles: dict[int, str], row: Sequence[Slot], number: int, rows: Sequence[Sequence[Slot]]) -> Columns:
    """With the town's column, which pages leave without a heading, or whose heading is not there at all."""
    headings = {place: slot.cell.text for place, slot in enumerate(row)}
    first = number + 1
    width = max((len(body) for body in rows[first:]), default=len(row))
    if not {"municipality", "code"} & set(roles.values()):
        if 0 in roles and width == len(row) + 1:  # the town's heading is gone, and all others are shifted
            roles = {place + 1: role for place, role in roles.items()}
            headings = {place + 1: words for place, words in headings.items()}
        bare_places = [place for place in range(max(width, len(row))) if place not in roles]
        if bare_places:
            roles[bare_places[0]] = "municipality"
    return Columns(roles, headings, first, max(width, len(row)))


def bare(heading: str) -> str:
    """A heading in the form in which names are compared."""
    return re.sub(r"\s+", "", fold(heading)).lower()
