"""What questions a corpus can answer: samples within its scope and beyond it, of danger, and facts it does not tell."""

import re

from pydantic import BaseModel, ConfigDict, field_validator

from corpus.words import fold


class NotTold(BaseModel):
    """A kind of fact that people ask for by the words `asked` and that the answer calls `noun`.

    `told_by`: a regular expression that a text which does tell it matches, in NFKC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    asked: tuple[str, ...]
    noun: str
    told_by: str | None = None

    @field_validator("told_by")
    @classmethod
    def _is_a_pattern(cls, words: str | None) -> str | None:
        try:
            re.compile(words or "")
        except re.error as error:
            raise ValueError(str(error)) from error
        return words

    def told_in(self, text: str) -> bool:
        """True if a text tells this fact: by the noun itself, or by what `told_by` finds."""
        return self.noun in text or bool(self.told_by and re.search(self.told_by, fold(text)))


class Scope(BaseModel):
    """Sample questions `within` and `beyond` a corpus, of `danger` to a life, and facts that it seldom tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    within: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    not_told: tuple[NotTold, ...] = ()
