"""What a room holds, counted: what 消去 says before and after."""

from dataclasses import dataclass

from assistant.workshop.room import Room


@dataclass(frozen=True, slots=True)
class Contents:
    """How many groups have a board, the cards and lines on them, and the devices that sit there."""

    groups: int
    cards: int
    lines: int
    seats: int


def contents_of(room: Room) -> Contents:
    """What would go if the room were erased."""
    return Contents(
        groups=len(room.groups),
        cards=sum(len(group.cards) for group in room.groups),
        lines=sum(len(group.lines) for group in room.groups),
        seats=len(room.seats),
    )
