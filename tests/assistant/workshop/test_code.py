"""Codes and who may try them: random, read out without mistakes, not to be guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.tokens import hashed, new_token
from assistant.workshop.code import ALPHABET, LENGTH, as_read, as_typed, new_code


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
