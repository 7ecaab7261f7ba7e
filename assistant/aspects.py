"""Which column of the corpus a question is about, and what the columns say that imports opened."""

from collections.abc import Sequence

from assistant.evidence import Cited
from assistant.query import Query
from assistant.quotes import Span, standing_alone
from corpus.library import Corpus
from corpus.manifest import Aspect
from corpus.passages import Passage
from corpus.words import fold
from embeddings.retriever import Hit


def asked_and_held(query: Query, corpus: Corpus) -> bool:
    """True if the question names a column beside the usual one, and the corpus holds it."""
    return query.aspect is not None and corpus.manifest.aspect(query.aspect).held


def column_of(query: Query, corpus: Corpus) -> Aspect:
    """The column to answer from: the one that the question names, if it is held, else the usual one."""
    if query.aspect is not None and asked_and_held(query, corpus):
        return corpus.manifest.aspect(query.aspect)
    return corpus.manifest.held_aspect


def telling(query: Query, hits: Sequence[Hit], corpus: Corpus) -> list[Cited]:
    """The rows of the column that the question names, each with the passage that tells most of what is asked.

    What is asked for by the column's name (苦労) stands first: in a title <苦労したこと>, or in the words.
    """
    column = column_of(query, corpus)
    names = [name for name in column.names if name in fold(query.question)]
    within = [hit.passage for hit in hits if hit.passage.entry.aspect == column.id]
    if query.search:
        ordered = sorted(within, key=lambda passage: not _speaks_of(passage, names))
    else:
        ordered = sorted(within, key=lambda passage: (not _speaks_of(passage, names), -_touches(passage, column)))
    best: dict[str, Passage] = {}
    for passage in ordered:
        best.setdefault(passage.entry.id, passage)
    under = {} if query.search else under_titles(query, hits, corpus)
    spans = {i: under.get(i) or (standing_alone(passage),) for i, passage in best.items()}
    return [Cited(passage.entry, spans[i]) for i, passage in best.items()]


def under_titles(query: Query, hits: Sequence[Hit], corpus: Corpus) -> dict[str, tuple[Span, ...]]:
    """By entry id, all that stands under a title that the question names: <苦労したこと>."""
    column = column_of(query, corpus)
    names = [name for name in column.names if name in fold(query.question)]
    titled: dict[str, list[Passage]] = {}
    for hit in hits:
        passage = hit.passage
        if passage.entry.aspect == column.id and passage.heading and _speaks_of(passage, names):
            titled.setdefault(passage.entry.id, []).append(passage)
    return {i: ((min(p.start for p in own), max(p.end for p in own)),) for i, own in titled.items()}


def _speaks_of(passage: Passage, names: Sequence[str]) -> bool:
    """True if a passage's title, or where it has none its words, hold what the question calls it by."""
    words = fold(passage.heading or passage.text)
    return any(name in words for name in names)


def _touches(passage: Passage, column: Aspect) -> int:
    return sum(word in passage.text for word in column.touched_by)
