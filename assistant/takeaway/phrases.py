"""The lines that several documents share: a quote under its number, its source, whom to ask, the day."""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.takeaway.report import Quote, Report, TownRow
from assistant.takeaway.table import Line
from assistant.texts import text
from assistant.wording import joined, publisher_of
from corpus.entry import Contact, Source
from corpus.manifest import Manifest

_REIWA = 2018


def reiwa(day: date) -> str:
    """令和8年11月23日."""
    year = day.year - _REIWA
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"


def quoted(quote: Quote, name: str = "") -> Iterator[Line]:
    """A quote below a line with its number and whose it is (`name`); what the source misspells is said after it."""
    yield Line(text("takeaway.number", n=quote.n, name=name).rstrip(), "strong")
    yield Line(quote.words or text("section.blank_quote"))
    if quote.misprints:
        words = "".join(f"「{printed}」" for printed in quote.misprints)
        yield Line(text("takeaway.sic", words=words), "small")


def source_of(source: Source, manifest: Manifest) -> str:
    """Title, publisher and the day it speaks of."""
    return text("takeaway.source", publisher=publisher_of(source, manifest), title=source.title, as_of=source.as_of)


def where_written(quotes: Sequence[Quote], manifest: Manifest) -> Iterator[str]:
    """The table and the column in which quotes stand, with the numbers of those that stand there."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for quote in quotes:
        numbers.setdefault((quote.theme, manifest.aspect(quote.entry.aspect).heading), []).append(quote.n)
    for (theme, aspect), own in numbers.items():
        yield text("takeaway.where", numbers="".join(f"[{n}]" for n in own), theme=theme, aspect=aspect)


def sources_and_contacts(rows: Sequence[TownRow], manifest: Manifest) -> Iterator[Line]:
    """The source, then town by town where its quotes stand there, then whom to ask."""
    source = manifest.source
    yield Line(source_of(source, manifest))
    yield Line(source.url, "small")
    for row in rows:
        where = "、".join(where_written(row.quotes, manifest)) or text("section.blank_quote")
        yield Line(text("takeaway.of_town", town=row.town.name, words=where), "small")
    for row in rows:
        if row.contact.status == "listed":
            words = contact_of(row.contact)
            yield Line(text("takeaway.of_town", town=row.town.name, words=words), "small")
    others = joined(row.town.name for row in rows if row.contact.status == "see_source")
    if others:
        words = text("takeaway.contact_blank", publisher=manifest.publisher, url=source.url)
        yield Line(text("takeaway.of_town", town=others, words=words), "small")


def contact_of(contact: Contact) -> str:
    """Whom to ask, from the register."""
    fax = text("contact.fax", number=contact.fax) if contact.fax else None
    details = (contact.department, contact.phone, fax, contact.email, contact.url)
    return text(
        "takeaway.contact_listed",
        details="、".join(detail for detail in details if detail),
        url=contact.source_url,
        as_of=contact.as_of,
    )


def closing(manifest: Manifest, made: date) -> Iterator[Line]:
    """What stands at the end of every document: what its material is, how to read the quotes, the day."""
    yield Line(text("takeaway.coverage", coverage=manifest.coverage, as_of=manifest.source.as_of), "small")
    yield Line(text("takeaway.as_printed"), "small")
    yield Line(text("takeaway.made", day=reiwa(made)), "small")


def written_by_model(report: Report) -> Iterator[Line]:
    """The sentences that a model wrote, each with its numbers and how far its quotes bear it out."""
    for sentence in report.sentences:
        numbers = "".join(f"[{n}]" for n in sentence.citations)
        support = text(f"takeaway.{sentence.support}")
        yield Line(text("takeaway.sentence", words=sentence.text, numbers=numbers, support=support))
