"""What is printed beforehand, so that paper alone works: sheets for the groups, an index, the cards four to a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.pipeline import Assistant
from assistant.wording import joined
from assistant.workshop.deck import Card
from assistant.workshop.room import Group, Room
from assistant.workshop.workshop import Workshop
from corpus.library import Corpus
from corpus.scenarios import Scenario

A_SHEET = 4
"""Cards on one A4 sheet."""


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """One group's sheet: its scenario, and the cards that answer the scenario's first question."""

    group: Group
    scenario: Scenario | None
    first: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Kit:
    """All sheets. `index`: the cards by topic; `sheets`: the cards of one set, four by four; `sets`: how many times.

    `no_rows`: for a theme's label, the names of the towns that have no row, and so no card, there.
    """

    groups: tuple[GroupSheet, ...]
    index: tuple[tuple[str | None, tuple[Card, ...]], ...]
    sheets: tuple[tuple[Card, ...], ...]
    sets: int
    no_rows: tuple[tuple[str, str], ...]


def kit_of(room: Room, workshop: Workshop, assistant: Assistant, sets: int) -> Kit:
    """The kit for a room, begun or planned, with so many sets of cards (at least one, at most one a group)."""
    cards = workshop.deck.cards
    return Kit(
        groups=tuple(_sheet(group, workshop, assistant) for group in room.groups),
        index=workshop.deck.by_topic(cards),
        sheets=tuple(cards[at : at + A_SHEET] for at in range(0, len(cards), A_SHEET)),
        sets=min(len(room.groups), max(1, sets)),
        no_rows=tuple(_no_rows(workshop.corpus)),
    )


def _no_rows(corpus: Corpus) -> Iterator[tuple[str, str]]:
    for theme in corpus.manifest.themes:
        held = {entry.municipality.code for entry in corpus.entries if entry.theme == theme.id}
        if missing := [town.name for code, town in corpus.municipalities.items() if code not in held]:
            yield theme.label, joined(missing)


def _sheet(group: Group, workshop: Workshop, assistant: Assistant) -> GroupSheet:
    scenario = workshop.scenario_of(group)
    if scenario is None:
        return GroupSheet(group, None, ())
    asked = workshop.ask(assistant, scenario.opening)
    return GroupSheet(group, scenario, tuple(found.card for found in asked.found))
