"""The citation cards beside an answer: what was quoted of each row, where it stands, and whom to ask."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assistant.answer import Citation
from assistant.coverage import told_of
from assistant.wording import column
from corpus.entry import Entry
from corpus.library import Corpus

_AROUND = 24
"""So many characters before and after a quote are shown with it."""


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
    address: str
    told: tuple[str, ...]


def cards_of(citations: Sequence[Citation], corpus: Corpus) -> list[Card]:
    """A card for each cited row, in the order of the citations."""
    by_entry: dict[str, list[Citation]] = {}
    for citation in citations:
        by_entry.setdefault(citation.entry_id, []).append(citation)
    return [card for entry_id, of_entry in by_entry.items() if (card := _card(entry_id, of_entry, corpus))]


def _card(entry_id: str, citations: Sequence[Citation], corpus: Corpus) -> Card | None:
    entry = corpus.entry(entry_id)
    if entry is None:
        return None
    # A row whose text has changed since the answer was given is shown without marks.
    spans = [
        (c.start, c.end) for c in citations if c.start is not None and c.end and entry.text[c.start : c.end] == c.quote
    ]
    return Card(
        entry=entry,
        theme=column(entry.theme, entry.aspect, corpus.manifest),
        numbers=tuple(citation.n for citation in citations),
        pieces=tuple(_shortened(pieces_of(entry.text, spans))),
        address=f"/entries/{quote(entry.id)}?{urlencode([('span', f'{start}-{end}') for start, end in spans])}",
        told=told_of(entry, corpus),
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


def _shortened(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with so much of what is not used as shows where the used words stand."""
    for piece in pieces:
        if piece.used or len(piece.text) <= 2 * _AROUND:
            yield piece
        else:
            yield Piece(f"{piece.text[:_AROUND]}…{piece.text[-_AROUND:]}", used=False)
