"""Codes and who may try them: random, read out without mistakes, not to be guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import TooManyTriesError
from assistant.workshop.attempts import MOST, SECONDS, Attempts
from assistant.workshop.code import ALPHABET, LENGTH, as_read, as_typed, hashed, new_code, new_token


def test_a_code_is_long_random_and_easy_to_read() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert len(ALPHABET) ** LENGTH > 5 * 10**11
    assert not set("IO01") & set(ALPHABET)


@pytest.mark.parametrize(
    "typed", ["K7M49QXT", "k7m4-9qxt", " Ｋ７Ｍ４－９ＱＸＴ ", "K7M4 9QXT", "k7m4ー9qxt", "K7M4—9QXT"]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert as_typed(typed) == "K7M49QXT"


@given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_what_is_read_out_is_typed_back(code: str) -> None:
    assert as_typed(as_read(code)) == code


def test_tokens_are_long_and_kept_as_hashes() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 32
    assert hashed("a") != hashed("b")


def test_wrong_tries_are_limited_by_address_and_for_a_time() -> None:
    attempts = Attempts()
    for n in range(MOST):
        attempts.check("10.0.0.1", float(n))
        attempts.missed("10.0.0.1", float(n))
    with pytest.raises(TooManyTriesError) as told:
        attempts.check("10.0.0.1", float(MOST))
    assert told.value.facts == {"minutes": 15}
    attempts.check("10.0.0.2", float(MOST))
    attempts.check("10.0.0.1", SECONDS + 1.0)


def test_right_tries_do_not_count() -> None:
    attempts = Attempts()
    for n in range(100):
        attempts.check("10.0.0.1", float(n))
