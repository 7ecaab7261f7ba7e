"""The boards as everyone sees them: one after the other, and all together by topic; the sheets as one list."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.workshop.deck import Card, Deck
from assistant.workshop.monday import Line
from assistant.workshop.room import Room


@dataclass(frozen=True, slots=True)
class Placed:
    """A card and the groups on whose boards it lies."""

    card: Card
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A line of a group's sheet."""

    group: int
    line: Line


def by_topic(room: Room, deck: Deck) -> tuple[tuple[str | None, tuple[Placed, ...]], ...]:
    """Every card of any board once, under its topic, in the order of their numbers."""
    groups_of = {
        card: tuple(group.number for group in room.groups if card.id in group.cards)
        for card in sorted(deck.of([card for group in room.groups for card in group.cards]), key=lambda c: c.number)
    }
    sorted_by_topic = deck.by_topic(tuple(groups_of))
    return tuple((topic, tuple(Placed(card, groups_of[card]) for card in cards)) for topic, cards in sorted_by_topic)


def lines_of(room: Room) -> tuple[GroupLine, ...]:
    """All lines of 来週の月曜の一歩, group by group."""
    return tuple(_lines(room))


def _lines(room: Room) -> Iterator[GroupLine]:
    for group in room.groups:
        yield from (GroupLine(group.number, line) for line in group.lines)
