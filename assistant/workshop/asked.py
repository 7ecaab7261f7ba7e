"""An answer in a workshop: its quotes stand on cards, and each [n] is the number of a card."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer
from assistant.catalogue import merged
from assistant.quotes import Span
from assistant.takeaway.report import report_of_answer
from assistant.texts import text
from assistant.workshop.deck import Card, Deck
from corpus.library import Corpus

_MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Found:
    """A card that an answer leads to; the spans of its words that the answer quotes, unless it quotes them all."""

    card: Card
    marked: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer says in its own words, the cards it leads to, and what the material lacks."""

    question: str
    said: tuple[str, ...]
    found: tuple[Found, ...]
    gaps: tuple[str, ...]
    notes: tuple[str, ...]


def told_by_cards(answer: Answer, deck: Deck, corpus: Corpus) -> Asked:
    """The answer with the numbers of cards in place of its own."""
    numbers = {
        citation.n: "".join(f"[{card.number}]" for card in deck.behind(citation)) for citation in answer.citations
    }
    report = report_of_answer(answer, corpus, date.min)
    # The deck of a workshop that runs stays as it is while the corpus grows.
    newer = not all(map(deck.behind, answer.citations))
    return Asked(
        question=answer.question,
        said=tuple(_MARKER.sub(lambda marker: numbers.get(int(marker[1]), ""), words) for words in report.said),
        found=tuple(_found(answer, deck)),
        gaps=tuple(dict.fromkeys(gap.text for gap in answer.gaps)),
        notes=(*report.notes, *([text("workshop.newer_material")] if newer else ())),
    )


def _found(answer: Answer, deck: Deck) -> Iterator[Found]:
    """The cards in the order of the citations, each once."""
    spans: dict[Card, list[Span]] = {}
    for citation in answer.citations:
        for card in deck.behind(citation):
            start, end = (max(at, card.start) - card.start for at in (citation.start or 0, citation.end or 0))
            own = spans.setdefault(card, [])
            if citation.quote is not None:
                own.append((start, min(end, card.end - card.start)))
    for card, own in spans.items():
        marked = merged([own])
        yield Found(card, () if marked == ((0, card.end - card.start),) else marked)
