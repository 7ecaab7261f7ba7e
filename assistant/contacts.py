"""Whom to ask: joined from the register by town, never generated."""

from urllib.parse import urlsplit

from assistant.evidence import Evidence
from assistant.texts import text
from assistant.wording import joined
from corpus.entry import Contact, Municipality
from corpus.library import Corpus


def contact_lines(evidence: Evidence, corpus: Corpus) -> list[str]:
    """A line for each town that has a contact; one line for all the others, with the page's address written out.

    Who asks for contacts also gets the towns' own sites.
    """
    source, publisher = corpus.manifest.source, corpus.manifest.publisher
    codes = dict.fromkeys([item.entry.municipality.code for item in evidence.cited])
    if evidence.found == "contact":
        codes |= dict.fromkeys(evidence.towns)
    contacts = {code: _contact(code, corpus) for code in codes}
    lines = [
        "- " + text("contact.listed", town=corpus.municipalities[code].name, **_listed(contact))
        for code, contact in contacts.items()
        if contact.status == "listed"
    ]
    others = [code for code, contact in contacts.items() if contact.status == "see_source"]
    if others:
        names = joined(corpus.municipalities[code].name for code in others)
        lines.append("- " + text("contact.see_source", towns=names, publisher=publisher, url=source.url))
    if evidence.found == "contact":
        towns = [corpus.municipalities[code] for code in others]
        lines += ["- " + text("contact.site", town=town.name, url=_front_page(town)) for town in towns]
    return lines or ["- " + text("contact.nobody", publisher=publisher, url=source.url)]


def _front_page(town: Municipality) -> str:
    """The address of the town's site itself: the numbers of a page deep in it would read like a telephone number."""
    address = urlsplit(town.official_site)
    return f"{address.scheme}://{address.netloc}/"


def _contact(code: str, corpus: Corpus) -> Contact:
    return next(entry.contact for entry in corpus.entries if entry.municipality.code == code)


def _listed(contact: Contact) -> dict[str, str]:
    details = [value for value in (contact.department, contact.phone, contact.email, contact.url) if value]
    return {
        "details": "、".join(details),
        "source_url": contact.source_url or "",
        "as_of": contact.as_of or "",
    }
