"""Text in cells of spreadsheets: what would be run as a formula is written so that it stays text, and read back."""

import re

_WOULD_RUN = re.compile(r"'*[=+\-@\t\r]")


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _WOULD_RUN.match(text) else text


def original(text: str) -> str:
    """The text that `neutral` was given."""
    return text[1:] if text.startswith("'") and _WOULD_RUN.match(text, 1) else text
