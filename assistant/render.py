"""An answer's Markdown as plain text for the terminal."""

import re

_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|~+.)-])")
_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")


def as_text(markdown: str) -> str:
    """The same words without marks: headings in 【】, quotes and lists as they are."""
    return _ESCAPED.sub(r"\1", _BOLD.sub(r"【\1】", markdown))
