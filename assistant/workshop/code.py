"""The code of a room: random, never derived from anything."""

import hmac
import re
import secrets
import unicodedata

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without the letters and digits that are read as each other: I and 1, O and 0."""
LENGTH = 8
_BETWEEN = re.compile(r"[\s\-‐–—−ー]+")


def new_code() -> str:
    """A code of a room: K7M49QXT, one of a million millions."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def as_read(code: str) -> str:
    """The code as people read it out: K7M4-9QXT."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def as_typed(words: str) -> str:
    """What someone typed, as codes are kept: without blanks and dashes, half-width, in capitals."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", words)).upper()


def same(one: str, other: str) -> bool:
    """Whether two codes are the same, told in a time that betrays nothing."""
    return hmac.compare_digest(one.encode(), other.encode())
