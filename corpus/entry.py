"""The values a corpus is made of: a source, its municipalities, their contacts, and the entries."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

TextStatus = Literal["complete", "partial", "missing", "reference"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Value):
    """Where a text was read, and the day that it speaks of."""

    title: str
    url: str
    as_of: str


class Municipality(_Value):
    """A town of the corpus; `population` is that of the census of 2020-10-01 (preliminary count).

    Of a town that only imports tell of, population, place and site may not be known.
    """

    code: str
    name: str
    prefecture: str
    region: str
    kind: str
    population: Annotated[int, Field(gt=0)] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    official_site: str | None = None
    own_page: str | None = None


class Contact(_Value):
    """Whom to ask. `see_source`: the register has no contact; only `url`, the town's own page, is given.

    Of one that is `listed`, `url` is its page or form, `confirmed_by` the office that made sure of it, and `check_from`
    the day (ISO) from which that has to be done again.
    """

    status: Literal["listed", "see_source"]
    department: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    url: str | None = None
    source_url: str | None = None
    as_of: str | None = None
    confirmed_by: str | None = None
    check_from: str | None = None


class Correction(_Value):
    """A mistake of the source, mended by review; the printed text is kept. `reason`: how that is known."""

    field: str
    printed: str
    corrected: str
    reason: str


class Misprint(_Value):
    """A word that the source misspells; quotes keep it as printed. `reason`: how that is known."""

    printed: str
    corrected: str
    reason: str


class Reference(_Value):
    """An entry's pointer to another cell of the table: the words that point, and the cell's theme and aspect."""

    words: str
    theme: str
    aspect: str


class Entry(_Value):
    """One cell of the source: what one municipality says of one theme under one aspect.

    `complete` only means that the text shows no sign of loss. `loss` says, for a `partial` entry, what the
    source announces and does not hold (None: it may go on, that is all we know).
    """

    id: str
    municipality: Municipality
    theme: str
    aspect: str
    text: str
    text_status: TextStatus
    loss: str | None = None
    reference: Reference | None = None
    correction: Correction | None = None
    contact: Contact
    source: Source


def entry_id(municipality_code: str, municipality: str, theme: str, aspect: str) -> str:
    """The stable, readable name of a cell: `342076-福山市-general-first_step`."""
    return f"{municipality_code}-{municipality}-{theme}-{aspect}"
