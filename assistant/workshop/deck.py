"""All rows of a corpus as numbered cards: each one contiguous quote of one topic; a blank row is a card too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.answer import Citation
from assistant.coverage import told_of
from assistant.cues import cue
from assistant.quotes import Span
from assistant.takeaway.report import Quote, quote_of
from corpus.entry import Entry
from corpus.library import Corpus
from corpus.passages import Passage, passages_of

LONGEST = 180
"""So many characters fit on a quarter of an A4 sheet and, in 28 pt, on a screen of 1024×768."""


@dataclass(frozen=True, slots=True)
class Card:
    """Words of one row under one topic (None: under none), their number in the deck, and what is to be known of them.

    `quote.words` is None for a row without text.
    """

    quote: Quote
    start: int
    end: int
    topic: str | None
    told: tuple[str, ...]

    @property
    def number(self) -> int:
        """The [n] of the card, wherever it is shown."""
        return self.quote.n

    @property
    def entry(self) -> Entry:
        """The row that it quotes."""
        return self.quote.entry

    @property
    def id(self) -> str:
        """What a board keeps: it fits the same words or none, whatever becomes of the numbers."""
        return f"{self.entry.id}#{self.start}-{self.end}"


@dataclass(frozen=True)
class Deck:
    """The cards of a corpus, in the order of its rows."""

    cards: tuple[Card, ...]
    topics: tuple[str | None, ...]

    @cached_property
    def _by_id(self) -> dict[str, Card]:
        return {card.id: card for card in self.cards}

    def card(self, wanted: str) -> Card | None:
        """The card with this id, or None."""
        return self._by_id.get(wanted)

    def numbered(self, number: int) -> Card | None:
        """The card with this number, or None."""
        return self.cards[number - 1] if 0 < number <= len(self.cards) else None

    def of(self, ids: Sequence[str]) -> tuple[Card, ...]:
        """The cards with these ids, in this order; one that the corpus no longer holds is passed over."""
        return tuple(card for wanted in ids if (card := self.card(wanted)))

    def behind(self, citation: Citation) -> tuple[Card, ...]:
        """The cards on which the quote of a citation stands; for a row without text, its card."""
        start, end = citation.start or 0, citation.end or 0
        return tuple(
            card
            for card in self.cards
            if card.entry.id == citation.entry_id
            and (citation.quote is None or (card.start < end and start < card.end))
        )

    def by_topic(self, cards: Sequence[Card]) -> tuple[tuple[str | None, tuple[Card, ...]], ...]:
        """The topics that occur, in the corpus's order, each with its cards as they were given."""
        found = ((topic, tuple(card for card in cards if card.topic == topic)) for topic in self.topics)
        return tuple((topic, own) for topic, own in found if own)


def deck_of(corpus: Corpus) -> Deck:
    """The cards of a corpus."""
    spans = [(entry, *span) for entry in corpus.entries for span in _spans(entry, corpus)]
    cards = (_card(n, entry, start, end, corpus) for n, (entry, start, end) in enumerate(spans, start=1))
    return Deck(tuple(cards), (*(topic.name for topic in corpus.topics.topics), None))


def _card(number: int, entry: Entry, start: int, end: int, corpus: Corpus) -> Card:
    topic = corpus.topic_of(entry, entry.text[start:end])
    quote = quote_of(number, entry, entry.text[start:end] or None, corpus)
    return Card(quote, start, end, topic.name if topic else None, told_of(entry, corpus))


def _spans(entry: Entry, corpus: Corpus) -> Iterator[Span]:
    """The stretches of a row that make a card each: passages of one topic and under one title, as long as they fit."""
    passages = passages_of(entry)
    if not passages:
        yield 0, 0
        return
    start, end = _start(entry, passages[0], 0), passages[0].end
    before = _topic(passages[0], None, corpus)
    for last, passage in pairwise(passages):
        topic = _topic(passage, before, corpus)
        if topic != before or passage.heading != last.heading or passage.end - start > LONGEST:
            yield start, end
            start = _start(entry, passage, end)
        end, before = passage.end, topic
    yield start, end


def _topic(passage: Passage, before: str | None, corpus: Corpus) -> str | None:
    """The topic of a passage; one that hangs on the passage before it goes where that one went."""
    if before is not None and cue("words.dangling").search(passage.text):
        return before
    topic = corpus.topic_of(passage.entry, passage.text)
    return topic.name if topic else None


def _start(entry: Entry, passage: Passage, after: int) -> int:
    """Where a card begins: at the title just before its first passage, if there is one."""
    title = entry.text.find(passage.heading, after, passage.start) if passage.heading else -1
    return passage.start if title < 0 else title
