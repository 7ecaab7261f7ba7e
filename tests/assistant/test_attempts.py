"""How often something may happen: by caller, over a window that moves along, in bounded memory."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.attempts import Attempts


def test_after_so_many_a_caller_waits_until_the_oldest_is_over() -> None:
    attempts = Attempts(3, 60)
    for second in (0.0, 10.0, 20.0):
        assert attempts.seconds_to_wait("10.0.0.1", second) == 0
        attempts.count("10.0.0.1", second)
    assert attempts.seconds_to_wait("10.0.0.1", 20.5) == 40
    assert attempts.seconds_to_wait("10.0.0.2", 20.5) == 0
    assert attempts.seconds_to_wait("10.0.0.1", 60.0) == 0


def test_what_is_not_counted_costs_nothing() -> None:
    attempts = Attempts(1, 60)
    assert [attempts.seconds_to_wait("10.0.0.1", float(n)) for n in range(100)] == [0] * 100


def test_strangers_fill_no_memory() -> None:
    attempts = Attempts(1, 60)
    for n in range(10_500):
        attempts.count(f"名前{n}", 0.0)
    assert attempts.seconds_to_wait("名前0", 1.0) == 0
    assert attempts.seconds_to_wait("名前10499", 1.0) == 59
    assert len(attempts._made) == 10_000


@given(st.lists(st.floats(0, 600), max_size=30), st.integers(1, 5), st.floats(1, 120))
def test_never_more_than_so_many_in_any_window(times: list[float], most: int, seconds: float) -> None:
    attempts, made = Attempts(most, seconds), []
    for now in sorted(times):
        if attempts.seconds_to_wait("誰か", now) == 0:
            attempts.count("誰か", now)
            made.append(now)
    assert all(later - earlier >= seconds for earlier, later in zip(made, made[most:], strict=False))
