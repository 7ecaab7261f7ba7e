"""What a browser keeps of a seat or a log-in: random, never derived from anything, and kept here as a hash only."""

import hashlib
import secrets


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def hashed(token: str) -> str:
    """What is kept of a token on the server's side."""
    return hashlib.sha256(token.encode()).hexdigest()
