"""One deck of the real corpus, and workshops in folders of their own whose time the tests set."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.workshop.deck import Deck, deck_of
from assistant.workshop.workshop import Workshop
from corpus.library import Corpus


class Time:
    """Seconds since the epoch, as the test says."""

    def __init__(self) -> None:
        self.now = 1_795_600_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def deck(kodoku: Corpus) -> Deck:
    return deck_of(kodoku)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def workshop(kodoku: Corpus, tmp_path: Path, time: Callable[[], float]) -> Workshop:
    return Workshop(kodoku, tmp_path / "workshop" / "kodoku", time)
