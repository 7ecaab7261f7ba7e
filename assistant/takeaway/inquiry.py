"""照会文: what a letter to a cited town says, in whichever form; nothing about the town is made up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.takeaway.phrases import source_of
from assistant.takeaway.report import Quote, Report, TownRow
from assistant.texts import text
from corpus.entry import Municipality
from corpus.manifest import Manifest

_SUFFIXES = "市区町村"
_LEFT_BLANK = 3
"""So many questions are left to the asker."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The parts of a letter to one town. `asked`: what the material lacks of it; more is for the asker to add."""

    town: Municipality
    addressee: str
    subject: str
    request: str
    source: str
    url: str
    quotes: tuple[Quote, ...]
    asked: tuple[str, ...]
    email: str | None

    @property
    def questions(self) -> tuple[str, ...]:
        """What is asked, numbered; then numbers with nothing after them."""
        words = [*self.asked, *[""] * _LEFT_BLANK]
        return tuple(text("inquiry.question", n=n, words=one) for n, one in enumerate(words, start=1))


def inquiry_to(code: str, report: Report) -> Inquiry | None:
    """The letter to the town with this code; None if the report does not cite it."""
    row = report.row_of(code)
    if row is None:
        return None
    manifest, source = report.manifest, row.quotes[0].entry.source
    where = source_of(source, manifest)
    return Inquiry(
        town=row.town,
        addressee=_addressee(row, manifest),
        subject=text("inquiry.subject", subject=manifest.subject),
        request=text("inquiry.request", you=_you(row.town), subject=manifest.subject, source=where),
        source=where,
        url=source.url,
        quotes=tuple(replace(quote, n=n) for n, quote in enumerate((q for q in row.quotes if q.words), start=1)),
        asked=tuple(_asked(row, manifest)),
        email=row.contact.email,
    )


def _addressee(row: TownRow, manifest: Manifest) -> str:
    department = row.contact.department
    if department:
        return text("inquiry.to_department", town=row.town.name, department=department)
    return text("inquiry.to_whom", town=row.town.name, subject=manifest.subject)


def _you(town: Municipality) -> str:
    """貴市, 貴町: how a letter speaks of its reader."""
    suffix = town.name[-1]
    return f"貴{suffix if suffix in _SUFFIXES else '団体'}"


def _asked(row: TownRow, manifest: Manifest) -> Iterator[str]:
    """A question for each recorded gap of the town's cited rows."""
    for entry in {quote.entry.id: quote.entry for quote in row.quotes}.values():
        facts = {"theme": manifest.theme(entry.theme).label, "aspect": manifest.aspect(entry.aspect).heading}
        if entry.text_status == "missing":
            yield text("inquiry.ask_missing", **facts)
        elif entry.loss:
            yield text("inquiry.ask_loss", loss=entry.loss, **facts)
        elif entry.text_status == "partial":
            yield text("inquiry.ask_rest", **facts)
