"""One workshop on one corpus: who may enter, what a group does, what everyone sees. Handlers of pages only call."""

import time
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.attempts import Attempts
from assistant.errors import CardUnknownError, CodeWrongError, NotSeatedError, NoWorkshopError, TooManyTriesError
from assistant.pipeline import Assistant
from assistant.tokens import new_token
from assistant.workshop.asked import Asked, told_by_cards
from assistant.workshop.clock import Clock
from assistant.workshop.code import as_typed, new_code, same
from assistant.workshop.deck import Card, Deck, deck_of
from assistant.workshop.monday import line_of
from assistant.workshop.room import Group, Room, new_room, put, with_line
from assistant.workshop.store import RoomStore
from corpus.library import Corpus
from corpus.scenarios import Scenario

_MINUTES = 25
"""For the group work, where no scenario says how many."""
MOST_WRONG_CODES, _SECONDS_REMEMBERED = 30, 15 * 60
"""From one address: a whole room may come from one, and thirty tries find no code."""


class Workshop:
    """The room of one home, with the corpus's deck. `now` is asked for the time, in seconds since the epoch."""

    def __init__(self, corpus: Corpus, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.corpus = self._newest = corpus
        self._deck: Deck | None = None
        self.store = RoomStore(folder)
        self.now = now
        self._wrong_codes = Attempts(MOST_WRONG_CODES, _SECONDS_REMEMBERED)
        self._demonstrated: tuple[Asked, ...] = ()

    @property
    def deck(self) -> Deck:
        """The corpus's cards, laid out when they are first asked for: of ten thousand rows that takes seconds."""
        if self._deck is None:
            self._deck = deck_of(self.corpus)
        return self._deck

    def follow(self, corpus: Corpus) -> None:
        """Takes over what the corpus has become; a workshop that runs keeps its cards and numbers until it ends."""
        self._newest = corpus
        room = self.store.read()
        if room is None or not room.runs(self.now()):
            self._take_over()

    def _take_over(self) -> None:
        if self._newest is not self.corpus:
            self.corpus, self._deck, self._demonstrated = self._newest, None, ()

    def begin(self, groups: int, own_code: str = "", own_size: str | None = None) -> Room:
        """A new room that runs. Raises WorkshopRunsError if there is one."""
        room = self.planned(groups).with_values(own_code=own_code, own_size=own_size)
        self.store.begin(room)
        self._take_over()
        return room

    def planned(self, groups: int) -> Room:
        """A room as it would be begun; nobody can enter it."""
        scenarios = self.corpus.scenarios
        ids = [scenario.id for scenario in scenarios.scenarios] if scenarios else [""]
        minutes = max((scenario.minutes for scenario in scenarios.scenarios), default=0) if scenarios else _MINUTES
        return new_room(ids, groups, minutes, self.now())

    def room(self) -> Room:
        """The room, running or not. Raises NoWorkshopError."""
        room = self.store.read()
        if room is None:
            raise NoWorkshopError
        return room

    def running(self) -> Room:
        """The room, if its code opens anything. Raises NoWorkshopError."""
        room = self.room()
        if not room.runs(self.now()):
            raise NoWorkshopError
        return room

    def with_new_code(self) -> Room:
        """Lets the old code go, and runs again if the workshop had ended; who sits in a group stays there."""
        return self.store.change(lambda r: r.with_values(code=new_code(), opened=self.now(), running=True))

    def end(self) -> None:
        """Lets the code go; what was made stays."""
        self.store.change(lambda room: room.with_values(running=False))

    def share(self, shared: bool) -> None:
        """Lets those who sit in a group take the record of all boards home, or no longer."""
        self.store.change(lambda room: room.with_values(shared=shared))

    def set_scenarios(self, chosen: Mapping[int, str]) -> None:
        """Which group works on which scenario; one that the corpus does not have is passed over."""
        known = {one.id for one in self.corpus.scenarios.scenarios} if self.corpus.scenarios else set()
        wanted = {number: scenario for number, scenario in chosen.items() if scenario in known}
        self.store.change(lambda room: room.with_scenarios(wanted))

    def set_clock(self, change: Callable[[Clock, float], Clock]) -> Room:
        """Changes the clock: `Clock.started`, `Clock.stopped` or `Clock.with_more`."""
        return self.store.change(lambda room: room.with_values(clock=change(room.clock, self.now())))

    def scenario_of(self, group: Group) -> Scenario | None:
        """What a group works on; None where the corpus has no scenarios."""
        scenarios = self.corpus.scenarios
        return scenarios.scenario(group.scenario) if scenarios else None

    def enter(self, typed: str, address: str) -> Room:
        """The room, for who knows its code. Raises NoWorkshopError, CodeWrongError, TooManyTriesError."""
        room = self.running()
        if wait := self._wrong_codes.seconds_to_wait(address, self.now()):
            raise TooManyTriesError(minutes=-(-wait // 60))
        if not same(as_typed(typed), room.code):
            self._wrong_codes.count(address, self.now())
            raise CodeWrongError
        return room

    def sit(self, typed: str, address: str, number: int) -> str:
        """The token of a new seat in a group. Raises as `enter` does, and GroupUnknownError, RoomFullError."""
        self.enter(typed, address)
        token = new_token()
        self.store.change(lambda room: room.seated(token, number))
        return token

    def leave(self, token: str | None) -> None:
        """Gives a seat up, if there is one."""
        if self.is_seated(token) and token:
            self.store.change(lambda room: room.left(token))

    def seat(self, token: str | None) -> tuple[Room, Group]:
        """The room and the group of a token. Raises NoWorkshopError, NotSeatedError."""
        room = self.running()
        return room, room.group(room.seat_of(token))

    def is_seated(self, token: str | None) -> bool:
        """Whether a token opens anything."""
        try:
            self.seat(token)
        except (NoWorkshopError, NotSeatedError):
            return False
        return True

    def change_group(self, token: str | None, change: Callable[[Group], Group]) -> None:
        """Changes the token's own group. Raises as `seat` does, and what the change raises."""
        self.seat(token)
        self.store.change(lambda room: room.with_group(room.seat_of(token), change))

    def put_numbered(self, token: str | None, typed: str) -> Card:
        """Puts the card of a number, as someone typed it, on the token's own board. Raises CardUnknownError."""
        number = unicodedata.normalize("NFKC", typed).strip(" []")
        card = self.deck.numbered(int(number)) if number.isdecimal() and len(number) < 5 else None
        if card is None:
            raise CardUnknownError(number=typed.strip()[:10], last=len(self.deck.cards))
        self.change_group(token, lambda group: put(group, card.id))
        return card

    def add_line(self, token: str | None, whom: str, when: str, words: str, town: str) -> None:
        """Adds a line to the token's own sheet. Raises StepIncompleteError, PersonNamedError, BoardFullError."""
        line = line_of(whom, when, words, town if town in self.corpus.municipalities else "")
        self.change_group(token, lambda group: with_line(group, line))

    def demonstrated(self, assistant: Assistant) -> tuple[Asked, ...]:
        """The answers to the questions that are asked in front of everyone; each is asked once."""
        if not self._demonstrated and self.corpus.scenarios:
            shown = self.corpus.scenarios.demonstrations
            self._demonstrated = tuple(self.ask(assistant, one.question) for one in shown)
        return self._demonstrated

    def ask(self, assistant: Assistant, question: str) -> Asked:
        """The answer in quotes, told by the cards that hold them. Raises QuestionError."""
        return told_by_cards(assistant.ask(question), self.deck, assistant.corpus)
