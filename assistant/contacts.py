"""Whom to ask: joined from the register by town, never generated."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from assistant.evidence import Evidence
from assistant.texts import text
from assistant.wording import joined, publisher_of
from corpus.contacts import needs_check
from corpus.entry import Contact, Entry, Municipality
from corpus.library import Corpus


def contact_lines(evidence: Evidence, corpus: Corpus) -> list[str]:
    """A line for each contact that the register has; one line for all other towns, with the page's address written out.

    Who asks for contacts also gets the towns' own sites.
    """
    source, publisher = corpus.manifest.source, corpus.manifest.publisher
    asked = _asked(evidence, corpus)
    listed = dict.fromkeys((e.municipality.name, e.contact) for e in asked if e.contact.status == "listed")
    lines = ["- " + listed_line(name, contact) for name, contact in listed]
    told = {name for name, _ in listed}
    others = [entry for entry in asked if entry.municipality.name not in told]
    for key, entries in _by_source(others, corpus):
        names = joined(entry.municipality.name for entry in entries)
        lines.append("- " + text(key, towns=names, publisher=publisher, url=source.url))
    if evidence.found == "contact":
        towns = {entry.municipality.name: entry.municipality for entry in others}
        sites = {name: site for name, town in towns.items() if (site := _front_page(town))}
        lines += ["- " + text("contact.site", town=name, url=site) for name, site in sites.items()]
    return lines or ["- " + text("contact.nobody", publisher=publisher, url=source.url)]


def listed_line(town: str, contact: Contact) -> str:
    """A contact of the register with where and when it was read, and whether it has to be made sure of."""
    line = text("contact.listed", town=town, **_listed(contact))
    return line + text("contact.needs_check") if needs_check(contact, date.today()) else line


def _asked(evidence: Evidence, corpus: Corpus) -> list[Entry]:
    """The rows cited, and of each town that was asked for without one, one with a known contact, if there is any."""
    rows = [item.entry for item in evidence.cited]
    cited = {entry.municipality.code for entry in rows}
    for code in evidence.towns if evidence.found == "contact" else ():
        own = [entry for entry in corpus.entries if entry.municipality.code == code and code not in cited]
        rows += sorted(own, key=lambda entry: entry.contact.status != "listed")[:1]
    return rows


def _by_source(entries: Sequence[Entry], corpus: Corpus) -> list[tuple[str, list[Entry]]]:
    """Towns without a contact: those of the corpus's own pages, and those of material that was brought in."""
    own = [entry for entry in entries if publisher_of(entry.source, corpus.manifest)]
    names = {entry.municipality.name for entry in own}
    brought = [entry for entry in entries if entry.municipality.name not in names]
    return [(key, found) for key, found in (("contact.see_source", own), ("contact.not_held", brought)) if found]


def _front_page(town: Municipality) -> str | None:
    """The address of the town's site itself: the numbers of a page deep in it would read like a telephone number."""
    if town.official_site is None:
        return None
    address = urlsplit(town.official_site)
    return f"{address.scheme}://{address.netloc}/"


def _listed(contact: Contact) -> dict[str, str]:
    fax = text("contact.fax", number=contact.fax) if contact.fax else None
    details = [value for value in (contact.department, contact.phone, fax, contact.email, contact.url) if value]
    return {
        "details": "、".join(details),
        "source_url": contact.source_url or "",
        "as_of": contact.as_of or "",
    }
