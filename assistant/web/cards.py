"""The citation cards beside an answer: each cited row whole, with what was quoted of it marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.web.templates import template
from assistant.wording import cell
from corpus.entry import Entry
from corpus.library import Corpus


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a row's text; `used` if the answer quotes it."""

    text: str
    used: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One cited row, with the numbers of its citations."""

    entry: Entry
    theme: str
    numbers: tuple[int, ...]
    pieces: tuple[Piece, ...]
    refers: str | None
    details: tuple[str, ...]


def cards_html(citations: Sequence[Citation], corpus: Corpus) -> str:
    """The cards as HTML, in the order of the citations; everything in them is escaped."""
    by_entry: dict[str, list[Citation]] = {}
    for citation in citations:
        by_entry.setdefault(citation.entry_id, []).append(citation)
    cards = [card for entry_id, of_entry in by_entry.items() if (card := _card(entry_id, of_entry, corpus))]
    return template("cards.html").render(cards=cards, publisher=corpus.manifest.publisher)


def _card(entry_id: str, citations: Sequence[Citation], corpus: Corpus) -> Card | None:
    entry = corpus.entry(entry_id)
    if entry is None:
        return None
    target, contact = corpus.referred(entry), entry.contact
    return Card(
        entry=entry,
        theme=corpus.manifest.theme(entry.theme).label,
        numbers=tuple(citation.n for citation in citations),
        pieces=tuple(pieces_of(entry.text, [(c.start, c.end) for c in citations if c.start is not None and c.end])),
        refers=cell(target, corpus.manifest) if target else None,
        details=tuple(value for value in (contact.department, contact.phone, contact.email, contact.url) if value),
    )


def pieces_of(words: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """A text cut at its spans; put together again the pieces are the text."""
    at = 0
    for start, end in sorted(spans):
        if start > at:
            yield Piece(words[at:start], used=False)
        if end > max(start, at):
            yield Piece(words[max(start, at) : end], used=True)
        at = max(at, end)
    if at < len(words):
        yield Piece(words[at:], used=False)
