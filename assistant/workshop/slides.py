"""What is on the projector, screen by screen, as values; the pages only draw them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from assistant.pipeline import Assistant
from assistant.resemblance import Alike, Own
from assistant.texts import text
from assistant.workshop.asked import Asked
from assistant.workshop.boards import GroupLine, Placed, by_topic, lines_of
from assistant.workshop.deck import Card
from assistant.workshop.near import near
from assistant.workshop.room import Group, Room
from assistant.workshop.timetable import StepName
from assistant.workshop.workshop import Workshop
from corpus.entry import Municipality
from corpus.scenarios import Demonstration, Scenario

Kind = Literal["opening", "join", "near", "demonstration", "work", "card", "empty", "topics", "monday", "home"]
_A_SCREEN = 12
"""So many lines stand on one screen in letters that the last row reads; a heading is a line too."""
_STEPS_A_SCREEN = 3
_SIZES = (30, 60, 110, 150)
"""A quote of at most so many characters is shown in the largest letters, the second largest …, so that it fills the
screen; a longer one in the smallest."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One screen. `id` stays the same while its subject does, whatever comes before it."""

    id: str
    step: StepName
    kind: Kind
    content: object = None


@dataclass(frozen=True, slots=True)
class Near:
    """The own town, if one was named, and what is near it; else all towns of the corpus."""

    own: Own | None
    alike: tuple[Alike, ...]
    towns: tuple[Municipality, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A question asked in front of everyone; `asked` is None while the assistant is being made ready."""

    demonstration: Demonstration
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class OnBoard:
    """A card of a group's board, the `at`th of `of`; no card where the board is empty."""

    group: Group
    scenario: Scenario | None
    card: Card | None = None
    at: int = 0
    of: int = 0

    @property
    def size(self) -> int:
        """The size of its letters, from 1, the largest, to 5."""
        length = len(self.card.quote.words or text("workshop.blank")) if self.card else 0
        return 1 + sum(length > most for most in _SIZES)


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics with the cards of all boards, as many as fit on a screen."""

    topics: tuple[tuple[str | None, tuple[Placed, ...]], ...]


def slides_of(room: Room, workshop: Workshop, assistant: Assistant | None) -> tuple[Slide, ...]:
    """All screens in their order."""
    return tuple(_slides(room, workshop, assistant))


def _slides(room: Room, workshop: Workshop, assistant: Assistant | None) -> Iterator[Slide]:
    corpus, deck = workshop.corpus, workshop.deck
    yield Slide("opening", "opening", "opening")
    yield Slide("join", "opening", "join")
    own, alike = near(room.own_code, room.own_size, corpus)
    yield Slide("near", "near", "near", Near(own, alike, tuple(corpus.municipalities.values())))
    answers = workshop.demonstrated(assistant) if assistant else ()
    demonstrations = corpus.scenarios.demonstrations if corpus.scenarios else ()
    for n, (shown, asked) in enumerate(zip_longest(demonstrations, answers), start=1):
        yield Slide(f"demonstration-{n}", "demonstration", "demonstration", Shown(shown, asked))
    yield Slide("work", "work", "work", tuple((group, workshop.scenario_of(group)) for group in room.groups))
    for group in room.groups:
        yield from _board(group, workshop)
    for n, topics in enumerate(_screens(by_topic(room, deck)), start=1):
        yield Slide(f"topics-{n}", "topics", "topics", Topics(topics))
    for n, lines in enumerate(_in_parts(lines_of(room), _STEPS_A_SCREEN), start=1):
        yield Slide(f"monday-{n}", "monday", "monday", lines)
    yield Slide("home", "home", "home")


def _board(group: Group, workshop: Workshop) -> Iterator[Slide]:
    scenario, cards = workshop.scenario_of(group), workshop.deck.of(group.cards)
    if not cards:
        yield Slide(f"board-{group.number}", "boards", "empty", OnBoard(group, scenario))
    for at, card in enumerate(cards, start=1):
        content = OnBoard(group, scenario, card, at, len(cards))
        yield Slide(f"board-{group.number}-{card.number}", "boards", "card", content)


def _screens(
    topics: Iterable[tuple[str | None, tuple[Placed, ...]]],
) -> Iterator[tuple[tuple[str | None, tuple[Placed, ...]], ...]]:
    """The topics on as few screens as hold them; one that does not fit goes on under its name on the next."""
    screen: list[tuple[str | None, tuple[Placed, ...]]] = []
    room_left = _A_SCREEN
    for topic, placed in topics:
        left = list(placed)
        while left:
            if room_left < 2:
                yield tuple(screen)
                screen, room_left = [], _A_SCREEN
            fits, left = left[: room_left - 1], left[room_left - 1 :]
            screen.append((topic, tuple(fits)))
            room_left -= len(fits) + 1
    yield tuple(screen)


def _in_parts(lines: Sequence[GroupLine], size: int) -> Iterator[tuple[GroupLine, ...]]:
    """The lines in parts of this size; one part without any where there are none."""
    for at in range(0, max(1, len(lines)), size):
        yield tuple(lines[at : at + size])
