"""Pages that stand by themselves: a town, a row, what the corpus holds. They need no script and can be printed."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from assistant.coverage import CELL_STATUSES, coverage_of, told_of, town_coverage
from assistant.material import standing_of
from assistant.resemblance import own_town, resembling
from assistant.texts import text
from assistant.unanswered import Tally
from assistant.web.cards import pieces_of
from assistant.web.readiness import Readiness
from assistant.web.templates import template
from assistant.wording import cell, counted, persons
from corpus.entry import Contact, Entry, Municipality, Source
from corpus.library import Corpus

_MOST_ALIKE = 3
_NUMBER = re.compile(r"[0-9]{1,6}")
SIGNS = {"complete": "●", "partial": "△", "reference": "→", "missing": "－", "no_row": "×"}
"""How a cell is told at a glance, also on a grey print; the word stands beside each."""

_Words = Annotated[str, Query()]


def page_routes(readiness: Readiness) -> APIRouter:
    """The pages of one corpus, as it is when they are opened."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @routes.get("/towns/{code}")
    def town(code: str) -> HTMLResponse:
        """All that one town says, as one story."""
        corpus = readiness.corpus
        found = corpus.municipalities.get(code)
        return HTMLResponse(town_page(found, corpus)) if found else _missing("page.missing_town")

    @routes.get("/entries/{entry_id}")
    def entry(
        entry_id: str, start: _Words = "", end: _Words = "", span: Annotated[list[str] | None, Query()] = None
    ) -> HTMLResponse:
        """One row whole; what lies between `start` and `end`, or in each `span` (12-40), is marked."""
        corpus = readiness.corpus
        found = corpus.entry(entry_id)
        if found is None:
            return _missing("page.missing_entry")
        return HTMLResponse(entry_page(found, spans_of([f"{start}-{end}", *(span or ())], found), corpus))

    @routes.get("/coverage")
    def coverage() -> HTMLResponse:
        """What the corpus tells and what it does not."""
        return HTMLResponse(coverage_page(readiness.corpus))

    @routes.get("/material")
    def material() -> HTMLResponse:
        """How the corpus stands."""
        return HTMLResponse(material_page(readiness.corpus, date.today(), readiness.unanswered.tally()))

    return routes


def material_page(corpus: Corpus, today: date, unanswered: Tally | None) -> str:
    """What every cell holds, where it comes from, which contacts have to be made sure of, what was corrected."""
    standing = standing_of(corpus, today)
    occurring = {cell.status for _, cells in standing.towns for cell in cells}
    return _page(
        "material.html",
        text("standing.heading"),
        corpus,
        standing=standing,
        entries=corpus.entries,
        unanswered=unanswered,
        statuses=[status for status in CELL_STATUSES if status in occurring],
    )


def town_page(town: Municipality, corpus: Corpus) -> str:
    """The page of one town: its themes and columns as one story, what is not held said, its facts and whom to ask."""
    own = own_town(town.code, corpus)
    others = resembling(own, corpus)[1:] if own else ()
    return _page(
        "town.html",
        town.name,
        corpus,
        town=town,
        cells_of=lambda aspect: town_coverage(town, corpus, aspect).cells,
        story="".join(text("page.story_step", aspect=aspect.heading) for aspect in corpus.manifest.aspects),
        contact=_contact_of(town, corpus),
        sources=_sources_of(town, corpus),
        alike=[one for one in others if one.shared][:_MOST_ALIKE],
    )


def entry_page(entry: Entry, spans: Sequence[tuple[int, int]], corpus: Corpus) -> str:
    """The page of one row: its whole text with the spans marked, and what has to be known of it."""
    others = [other for other in corpus.entries if other.municipality == entry.municipality and other != entry]
    heading = cell(entry, corpus.manifest)
    pieces = list(pieces_of(entry.text, spans))
    return _page(
        "entry.html",
        heading,
        corpus,
        entry=entry,
        town=entry.municipality,
        pieces=pieces,
        marked=any(piece.used for piece in pieces),
        aspect=corpus.manifest.aspect(entry.aspect),
        contact=entry.contact,
        others=others,
    )


def coverage_page(corpus: Corpus) -> str:
    """One sheet of paper: what the corpus tells of whom, and what it does not tell."""
    coverage = coverage_of(corpus)
    return _page(
        "coverage.html",
        text("coverage.heading"),
        corpus,
        coverage=coverage,
        count=counted(list(corpus.municipalities.values())),
        blank=sum(entry.contact.status == "see_source" for entry in corpus.entries),
        entries=corpus.entries,
        statuses=[status for status in CELL_STATUSES if status in coverage.counts],
    )


def spans_of(written: Sequence[str], entry: Entry) -> list[tuple[int, int]]:
    """The spans that an address names and that lie in the row; whatever else it says is passed over."""
    spans = []
    for words in written:
        start, _, end = words.partition("-")
        if _NUMBER.fullmatch(start) and _NUMBER.fullmatch(end) and int(start) < min(int(end), len(entry.text)):
            spans.append((int(start), min(int(end), len(entry.text))))
    return spans


def address_of(entry: Entry) -> str:
    """Where the page of a row is found."""
    return f"/entries/{quote(entry.id)}"


def _missing(sentence: str) -> HTMLResponse:
    heading = text("page.missing_heading")
    page = template("missing.html").render(heading=heading, sentence=text(sentence))
    return HTMLResponse(page, status_code=404)


def _page(name: str, heading: str, corpus: Corpus, **values: object) -> str:
    manifest = corpus.manifest
    return template(name).render(
        heading=heading,
        manifest=manifest,
        source=manifest.source,
        told_of=lambda entry: told_of(entry, corpus),
        target_of=corpus.referred,
        cell_of=lambda entry: cell(entry, manifest),
        address_of=address_of,
        signs=SIGNS,
        persons=persons,
        **values,
    )


def _sources_of(town: Municipality, corpus: Corpus) -> list[Source]:
    """Where a town's rows were read: the corpus's own source first, the others in the order of the rows."""
    own = corpus.manifest.source
    found = dict.fromkeys(entry.source for entry in corpus.entries if entry.municipality == town)
    return sorted(found, key=lambda source: source != own) or [own]


def _contact_of(town: Municipality, corpus: Corpus) -> Contact | None:
    return next((entry.contact for entry in corpus.entries if entry.municipality == town), None)
