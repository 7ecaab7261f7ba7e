"""What the workshop's templates are given besides their own values."""

from typing import Any

from assistant.takeaway.phrases import contact_of, sources_and_contacts
from assistant.takeaway.report import rows_of
from assistant.takeaway.table import Line
from assistant.texts import text
from assistant.web.cards import pieces_of
from assistant.web.pages import address_of
from assistant.wording import cell, counted, persons
from assistant.workshop.deck import Card
from assistant.workshop.room import Room
from assistant.workshop.workshop import Workshop


def given(workshop: Workshop) -> dict[str, Any]:
    """The corpus and how its parts are called."""
    corpus = workshop.corpus
    manifest = corpus.manifest

    def sources(cards: list[Card]) -> list[Line]:
        return list(sources_and_contacts(list(rows_of([card.quote for card in cards], corpus)), manifest))

    return {
        "manifest": manifest,
        "source": manifest.source,
        "towns": corpus.municipalities,
        "count": counted(list(corpus.municipalities.values())),
        "deck": workshop.deck,
        "scenarios": corpus.scenarios.scenarios if corpus.scenarios else (),
        "scenario_of": workshop.scenario_of,
        "cell_of": lambda entry: cell(entry, manifest),
        "address_of": address_of,
        "pieces_of": pieces_of,
        "persons": persons,
        "sources_of": sources,
        "numbers_of": lambda town: "・".join(
            str(c.number) for c in workshop.deck.cards if c.entry.municipality == town
        ),
        "contact_words": lambda contact: (
            contact_of(contact)
            if contact.status == "listed"
            else text("workshop.kit_contact", publisher=manifest.publisher)
        ),
    }


def clock_of(room: Room, workshop: Workshop) -> dict[str, Any]:
    """The clock, for a page that counts on by itself: seconds left, and whether they run."""
    return {"left": round(room.clock.remaining(workshop.now()), 1), "runs": room.clock.ends is not None}
