"""The reviewed glossary of a corpus's field: which words of a question may find which words of the source.

Its words only ever help to find a row. They are never shown as what a town said.
"""

from pydantic import BaseModel, ConfigDict


class Term(BaseModel):
    """Words of the source, `written`, and the words by which people ask for the same thing, `asked`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    written: tuple[str, ...]
    asked: tuple[str, ...]


class Glossary(BaseModel):
    """`variants`: spellings of one word, interchangeable everywhere; `terms`: words that lead to other words."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    variants: tuple[tuple[str, ...], ...] = ()
    terms: tuple[Term, ...] = ()
