"""Labelled questions, one JSON object a line: what a right answer cites, tells and leaves unsaid."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.batch import read_lines
from assistant.errors import LabelWrongError

Row = tuple[str, str]
"""A row of the source: theme and town."""

LAY = frozenset({"single", "multi", "hard", "official"})
"""Kinds of question in the words of people, which share next to nothing with the row."""


class Label(BaseModel):
    """One question, and what its answer is measured by.

    `must`: rows that have to be cited; `must_any`: at least one of these has to be; `relevant`: every other row that
    a good answer may cite. `only`: no other town may be cited. `quote_any`: one of these stands in a quote. `gaps`:
    rows to be cited with their gap told. `expect_aspect`: a column not held, which has to be said. `contact_of`: towns
    whose contact is asked for. `expect_all`: towns that the answer names. `say`, `never`: regular expressions that the
    answer matches, and does not. `history`: the earlier questions of the conversation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    kind: str
    question: str
    history: tuple[str, ...] = ()
    must: tuple[Row, ...] = ()
    must_any: tuple[Row, ...] = ()
    relevant: tuple[Row, ...] = ()
    only: tuple[str, ...] = ()
    quote_any: tuple[str, ...] = ()
    gaps: tuple[Row, ...] = ()
    expect_abstain: bool = False
    expect_aspect: str | None = None
    expect_prefecture: dict[str, str] = {}
    contact_of: tuple[str, ...] = ()
    expect_all: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def right(self) -> frozenset[Row]:
        """Every row that a good answer may cite."""
        return frozenset((*self.must, *self.must_any, *self.relevant))

    @property
    def is_lay(self) -> bool:
        """True if the question is in the words of people."""
        return self.kind in LAY


def read_labels(file: Path) -> list[Label]:
    """The labels of a file. Raises FileUnreadableError, FileNotUtf8Error, or LabelWrongError for a line."""
    return [_label(file, number, line) for number, line in read_lines(str(file))]


def _label(file: Path, number: int, line: str) -> Label:
    try:
        return Label.model_validate_json(line)
    except ValidationError as error:
        first: Any = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "-"
        raise LabelWrongError(file=file.name, row=str(number), field=field) from error
