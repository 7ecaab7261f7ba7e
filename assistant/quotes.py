"""Which words of a row are quoted: one contiguous span each, none that hangs on the sentence before it."""

from collections.abc import Sequence

from assistant.cues import cue
from corpus.entry import Entry
from corpus.passages import Passage, passages_of
from embeddings.retriever import Hit

_SHORT = 130
"""A row of no more characters is quoted whole; an opening of a longer one stops here."""
_AS_GOOD = 0.75
"""A second passage of the same row is quoted if it scores this share of the best one's."""

Span = tuple[int, int]


def opening(entry: Entry) -> tuple[Span, ...]:
    """How a row begins: whole if it is short, else its first sentences. Empty for a row without text."""
    passages = passages_of(entry)
    if not passages:
        return ()
    last = passages[0]
    for passage in passages[1:]:
        if passage.end - passages[0].start <= _SHORT:
            last = passage
    return ((passages[0].start, last.end),)


def ending(entry: Entry) -> tuple[Span, ...]:
    """How a row ends, in its last sentence. Empty for a row without text."""
    return tuple(standing_alone(passage) for passage in passages_of(entry)[-1:])


def whole(entry: Entry) -> tuple[Span, ...]:
    """All of a row. Empty for a row without text."""
    return ((0, len(entry.text)),) if entry.text else ()


def telling(entry: Entry, hits: Sequence[Hit]) -> tuple[Span, ...]:
    """The best passage of a row for a question, and a second one that is nearly as good; a short row whole."""
    own = [hit for hit in hits if hit.passage.entry.id == entry.id]
    if not own or len(entry.text) <= _SHORT:
        return opening(entry)
    best = own[0]
    chosen = [best.passage]
    if len(own) > 1 and best.score > 0 and own[1].score >= _AS_GOOD * best.score:
        chosen.append(own[1].passage)
    spans = [standing_alone(passage) for passage in chosen]
    return tuple(_merged(spans, entry))


def denies(entry: Entry, spans: Sequence[Span]) -> bool:
    """True if a quote says of something that it was not done."""
    return any(cue("not_yet.written").search(entry.text[start:end]) for start, end in spans)


def standing_alone(passage: Passage) -> Span:
    """The passage's span, drawn back over the sentences that its first words hang on."""
    passages = passages_of(passage.entry)
    at = next(i for i, other in enumerate(passages) if other.start == passage.start)
    start = at
    while start > 0 and cue("words.dangling").search(passages[start].text):
        start -= 1
    return passages[start].start, passage.end


def _merged(spans: Sequence[Span], entry: Entry) -> list[Span]:
    """The spans without overlap, neighbours joined, in the order of their first."""
    merged: list[Span] = []
    for start, end in spans:
        for i, (other_start, other_end) in enumerate(merged):
            gap = entry.text[min(end, other_end) : max(start, other_start)]
            if not gap.strip():
                merged[i] = (min(start, other_start), max(end, other_end))
                break
        else:
            merged.append((start, end))
    return merged
