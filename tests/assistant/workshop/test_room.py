"""The room's rules: who sits where, what a board holds, how long a code is good, what an erased room held."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BoardFullError, GroupUnknownError, NotSeatedError, RoomFullError
from assistant.workshop.boards import by_topic
from assistant.workshop.clock import Clock
from assistant.workshop.contents import Contents, contents_of
from assistant.workshop.deck import Deck
from assistant.workshop.monday import Line
from assistant.workshop.room import (
    MOST_CARDS,
    MOST_GROUPS,
    MOST_LINES,
    MOST_SEATS,
    SECONDS_VALID,
    Group,
    Room,
    moved,
    new_room,
    put,
    taken_off,
    with_line,
    without_line,
)

SCENARIOS = ("a", "b")
LINE = Line(whom="福祉課の係長", when="月曜", words="お話を聞かせてください")


def room(groups: int = 6) -> Room:
    return new_room(SCENARIOS, groups, 25, 0.0)


@pytest.mark.parametrize(("asked", "made"), [(6, 6), (1, 1), (0, 1), (-3, 1), (12, 12), (999, MOST_GROUPS)])
def test_groups_get_the_scenarios_in_turn(asked: int, made: int) -> None:
    groups = room(asked).groups
    assert [group.number for group in groups] == list(range(1, made + 1))
    assert [group.scenario for group in groups] == [SCENARIOS[n % 2] for n in range(made)]


@pytest.mark.parametrize(
    ("running", "seconds", "opens"),
    [(True, 0, True), (True, SECONDS_VALID - 1, True), (True, SECONDS_VALID, False), (False, 0, False)],
)
def test_a_code_opens_while_the_workshop_runs(running: bool, seconds: float, opens: bool) -> None:
    assert room().with_values(running=running).runs(seconds) is opens


def test_a_seat_fits_one_group_and_is_kept_as_a_hash() -> None:
    seated = room().seated("token-a", 3)
    assert seated.seat_of("token-a") == 3
    assert "token-a" not in seated.model_dump_json()
    assert [seated.people(n) for n in (3, 4)] == [1, 0]
    for stranger in (None, "", "token-b"):
        with pytest.raises(NotSeatedError):
            seated.seat_of(stranger)
    with pytest.raises(NotSeatedError):
        seated.left("token-a").seat_of("token-a")


@pytest.mark.parametrize("number", [0, -1, 7, 100])
def test_there_is_no_seat_in_a_group_there_is_not(number: int) -> None:
    with pytest.raises(GroupUnknownError):
        room().seated("token", number)


def test_a_room_is_full_at_some_time() -> None:
    full = room().with_values(seats={str(n): 1 for n in range(MOST_SEATS)})
    with pytest.raises(RoomFullError):
        full.seated("token", 1)


ACTS = st.lists(
    st.tuples(st.sampled_from(["put", "off", "up", "down"]), st.sampled_from("abcdef")), min_size=1, max_size=40
)


@given(ACTS)
def test_whatever_is_done_a_board_holds_each_card_once(acts: list[tuple[str, str]]) -> None:
    group, there = Group(number=1, scenario="a"), set[str]()
    for act, card in acts:
        if act == "put":
            group = put(group, card)
            there.add(card)
        elif act == "off":
            group = taken_off(group, card)
            there.discard(card)
        else:
            group = moved(group, card, -1 if act == "up" else 1)
        assert sorted(group.cards) == sorted(there)


@pytest.mark.parametrize(
    ("card", "by", "order"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("a", 9, "bca"), ("x", 1, "abc")],
)
def test_a_card_moves_no_further_than_the_end(card: str, by: int, order: str) -> None:
    group = Group(number=1, scenario="a", cards=tuple("abc"))
    assert "".join(moved(group, card, by).cards) == order


def test_boards_and_sheets_are_full_at_some_time() -> None:
    group = Group(number=1, scenario="a", cards=tuple(map(str, range(MOST_CARDS))), lines=(LINE,) * MOST_LINES)
    assert put(group, "3") == group
    with pytest.raises(BoardFullError):
        put(group, "new")
    with pytest.raises(BoardFullError):
        with_line(group, LINE)


@pytest.mark.parametrize(("at", "left"), [(0, 1), (1, 1), (2, 2), (99, 2)])
def test_a_line_is_taken_away_by_its_place(at: int, left: int) -> None:
    group = with_line(with_line(Group(number=1, scenario="a"), LINE), LINE)
    assert len(without_line(group, at).lines) == left


def test_one_group_changes_and_no_other() -> None:
    before = room()
    after = before.with_group(2, lambda group: put(group, "card"))
    assert [group.cards for group in after.groups] == [(), ("card",), (), (), (), ()]
    assert before.group(2).cards == ()


def test_scenarios_are_chosen_by_number() -> None:
    changed = room(3).with_scenarios({2: "x", 9: "y"})
    assert [group.scenario for group in changed.groups] == ["a", "x", "a"]


def test_what_is_erased_is_counted() -> None:
    full = room().seated("t", 1).with_group(1, lambda g: with_line(put(put(g, "a"), "b"), LINE))
    assert contents_of(full) == Contents(groups=6, cards=2, lines=1, seats=1)


def test_boards_by_topic_show_each_card_once_with_its_groups(deck: Deck) -> None:
    first, other = deck.cards[0], deck.cards[17]
    shared = room().with_group(1, lambda g: put(put(g, other.id), first.id)).with_group(4, lambda g: put(g, first.id))
    placed = [(topic, one.card, one.groups) for topic, cards in by_topic(shared, deck) for one in cards]
    assert placed == [("今あるものを生かす", first, (1, 4)), ("実態を調べる", other, (1,))]


@pytest.mark.parametrize(
    ("acts", "left"),
    [
        pytest.param([], 1500, id="まだ"),
        pytest.param([(0, "started"), (10, "look")], 1490, id="動いている"),
        pytest.param([(0, "started"), (10, "started"), (20, "look")], 1480, id="二度押しても"),
        pytest.param([(0, "started"), (10, "stopped"), (99, "look")], 1490, id="止めた"),
        pytest.param([(0, "started"), (10, "with_more"), (20, "look")], 1540, id="動きながら1分"),
        pytest.param([(5, "with_more"), (99, "look")], 1560, id="止まったまま1分"),
        pytest.param([(0, "started"), (1500, "look")], 0, id="終わった"),
        pytest.param([(0, "started"), (2000, "with_more"), (2010, "look")], 50, id="終わってから1分"),
        pytest.param([(0, "started"), (10, "stopped"), (60, "started"), (70, "look")], 1480, id="また動かした"),
    ],
)
def test_the_clock(acts: list[tuple[float, str]], left: float) -> None:
    clock, now = Clock(left=1500), 0.0
    for now, act in acts:
        change: Callable[[float], Clock] = getattr(clock, act, lambda _, same=clock: same)
        clock = change(now)
    assert clock.remaining(now) == left
