"""Which of a town's rows are meant, and what is off the topic."""

from collections.abc import Sequence

from assistant.aspects import column_of
from assistant.cues import cue
from assistant.query import Query
from assistant.scope import lies_beyond
from corpus.entry import Entry
from corpus.library import Corpus
from embeddings.retriever import Hit, Hits

ROWS = 4
"""The most rows cited unless a list is asked for."""
LISTED = 12
"""The most rows of a list."""


def off_topic(query: Query, hits: Hits) -> bool:
    """True if the question is about none of this.

    Who names a theme of the corpus is not off its topic, nor who names a place and nothing that no text has a word for.
    """
    place_named = query.allowed is not None
    if cue("words.to_the_tool").search(query.question):
        return True
    if query.theme is not None or (place_named and not query.unheard):
        return False
    return lies_beyond(hits, place_named=place_named)


def of_the_theme(query: Query, hits: Hits) -> list[Hit]:
    """The hits of the theme that was asked for; all where none was."""
    return [hit for hit in hits.passages if query.theme in (None, hit.passage.entry.theme)]


def rows_of(code: str, query: Query, corpus: Corpus) -> list[Entry]:
    """A town's rows: the one of the theme that was asked for, alone if it has text; else blank ones last."""
    columns = dict.fromkeys((column_of(query, corpus).id, corpus.manifest.held_aspect.id))
    by_column = ([corpus.cell(code, theme.id, column) for theme in corpus.manifest.themes] for column in columns)
    rows = next((held for cells in by_column if (held := [row for row in cells if row])), [])
    asked = [row for row in rows if row.theme == query.theme]
    if asked and asked[0].text_status in ("complete", "partial"):
        return asked
    if asked:
        return asked + [row for row in rows if row.theme != query.theme and row.text_status != "missing"]
    # A row that is nothing but a reference says nothing beside the row that it points at.
    told = [row for row in rows if row.text_status != "reference" or corpus.referred(row) not in rows]
    return sorted(told, key=lambda row: row.text_status == "missing")


def best_row(code: str, query: Query, hits: Hits, corpus: Corpus) -> Entry:
    """The row of a town that is nearest to the question."""
    return ranked(rows_of(code, query, corpus), hits)[0]


def ranked(rows: Sequence[Entry], hits: Hits) -> list[Entry]:
    """The rows in the order of their best passages; those without any keep their order at the end."""
    order = {id_: rank for rank, id_ in enumerate(dict.fromkeys(hit.passage.entry.id for hit in hits.passages))}
    return sorted(rows, key=lambda row: order.get(row.id, len(order)))
