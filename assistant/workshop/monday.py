"""「来週の月曜の一歩」: to whom, by when, the first words, and the town to ask. No line may name a person."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from assistant.errors import PersonNamedError, StepIncompleteError
from assistant.texts import text
from assistant.writing.personal_data import signs_of_a_person

LONGEST = {"whom": 40, "when": 40, "words": 120}
"""Characters that fit into each field."""


class Line(BaseModel):
    """One step. `town`: the code of a town of the corpus, or nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    whom: str
    when: str
    words: str
    town: str = ""


def line_of(whom: str, when: str, words: str, town: str) -> Line:
    """A line as someone wrote it, its blanks made one.

    Raises StepIncompleteError for an empty or too long field, PersonNamedError if it seems to name a person.
    """
    fields = {name: " ".join(value.split()) for name, value in (("whom", whom), ("when", when), ("words", words))}
    for name in _unfit(fields):
        raise StepIncompleteError(field=text(f"workshop.line_{name}"), limit=LONGEST[name])
    signs = signs_of_a_person("\n".join(fields.values()))
    if signs:
        raise PersonNamedError(signs=signs)
    return Line(**fields, town=town)


def _unfit(fields: dict[str, str]) -> Iterator[str]:
    return (name for name, value in fields.items() if not 0 < len(value) <= LONGEST[name])
