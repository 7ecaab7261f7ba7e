"""The room: its groups, their boards and sheets, who sits where, and its clock. Every change gives a new room."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import BoardFullError, GroupUnknownError, NotSeatedError, RoomFullError
from assistant.tokens import hashed
from assistant.workshop.clock import Clock
from assistant.workshop.code import new_code
from assistant.workshop.monday import Line

MOST_GROUPS, MOST_CARDS, MOST_LINES, MOST_SEATS = 12, 24, 12, 120
SECONDS_VALID = 12 * 60 * 60
"""A code that nobody ended ends by itself."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Value):
    """One group: its scenario, the ids of the cards on its board in their order, its lines of 来週の月曜の一歩."""

    number: int
    scenario: str
    cards: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


class Room(_Value):
    """One workshop. `seats`: hashed token → group. `own_code`, `own_size`: the hosts' own town.

    `shared`: those who sit in a group may take the record of all boards home.
    """

    code: str
    opened: float
    running: bool = True
    shared: bool = False
    own_code: str = ""
    own_size: str | None = None
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    seats: dict[str, int] = {}
    clock: Clock

    def runs(self, now: float) -> bool:
        """Whether the code opens anything."""
        return self.running and now < self.opened + SECONDS_VALID

    def group(self, number: int) -> Group:
        """Raises GroupUnknownError."""
        if 0 < number <= len(self.groups):
            return self.groups[number - 1]
        raise GroupUnknownError(group=number)

    def seat_of(self, token: str | None) -> int:
        """The group in which the holder of a token sits. Raises NotSeatedError."""
        number = self.seats.get(hashed(token)) if token else None
        if number is None:
            raise NotSeatedError
        return number

    def seated(self, token: str, number: int) -> "Room":
        """With the holder of a token in a group. Raises GroupUnknownError, RoomFullError."""
        self.group(number)
        if len(self.seats) >= MOST_SEATS:
            raise RoomFullError(limit=MOST_SEATS)
        return self.with_values(seats={**self.seats, hashed(token): number})

    def left(self, token: str) -> "Room":
        """Without the seat of a token."""
        return self.with_values(seats={key: group for key, group in self.seats.items() if key != hashed(token)})

    def people(self, number: int) -> int:
        """How many devices sit in a group."""
        return sum(group == number for group in self.seats.values())

    def with_values(self, **values: object) -> "Room":
        """With other values in these fields."""
        return self.model_copy(update=values)

    def with_scenarios(self, chosen: Mapping[int, str]) -> "Room":
        """With these scenarios, by the groups' numbers."""
        scenarios = {group.number: chosen.get(group.number, group.scenario) for group in self.groups}
        groups = (group.model_copy(update={"scenario": scenarios[group.number]}) for group in self.groups)
        return self.with_values(groups=tuple(groups))

    def with_group(self, number: int, change: Callable[[Group], Group]) -> "Room":
        """With one group changed. Raises GroupUnknownError and what the change raises."""
        changed = change(self.group(number))
        return self.with_values(groups=tuple(changed if group.number == number else group for group in self.groups))


def new_room(scenarios: Sequence[str], groups: int, minutes: int, now: float) -> Room:
    """A room that runs, with so many groups (1 to MOST_GROUPS), which get the scenarios in turn."""
    count = min(MOST_GROUPS, max(1, groups))
    return Room(
        code=new_code(),
        opened=now,
        groups=tuple(Group(number=n + 1, scenario=scenarios[n % len(scenarios)]) for n in range(count)),
        clock=Clock(left=minutes * 60),
    )


def put(group: Group, card: str) -> Group:
    """With a card at the end of the board; one that is there stays where it is. Raises BoardFullError."""
    if card in group.cards:
        return group
    if len(group.cards) >= MOST_CARDS:
        raise BoardFullError(limit=MOST_CARDS)
    return group.model_copy(update={"cards": (*group.cards, card)})


def taken_off(group: Group, card: str) -> Group:
    """Without a card."""
    return group.model_copy(update={"cards": tuple(other for other in group.cards if other != card)})


def moved(group: Group, card: str, by: int) -> Group:
    """With a card so many places further down (up: negative), at the ends of the board at most."""
    if card not in group.cards:
        return group
    others = [other for other in group.cards if other != card]
    at = min(len(others), max(0, group.cards.index(card) + by))
    return group.model_copy(update={"cards": (*others[:at], card, *others[at:])})


def with_line(group: Group, line: Line) -> Group:
    """With a line more on the sheet. Raises BoardFullError."""
    if len(group.lines) >= MOST_LINES:
        raise BoardFullError(limit=MOST_LINES)
    return group.model_copy(update={"lines": (*group.lines, line)})


def without_line(group: Group, at: int) -> Group:
    """Without the line at this place (from 0), if there is one."""
    return group.model_copy(update={"lines": tuple(line for n, line in enumerate(group.lines) if n != at)})
