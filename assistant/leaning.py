"""Whether a question that names no place is still about the town spoken of before: where that town's rows answer it."""

from dataclasses import replace

from assistant.query import Query
from assistant.relevance import probability
from embeddings.retriever import Hits

_ANSWERS = 0.2
"""The town spoken of is meant if its best row answers with this probability: 「誰に声をかけた?」 asks on."""


def leaned(query: Query, hits: Hits) -> tuple[Query, Hits]:
    """The query about the towns that it leans on, and their hits, if their rows answer; else as they were."""
    own = tuple(hit for hit in hits.passages if hit.passage.entry.municipality.code in query.leaning)
    if not own or probability(own[0].score, hits.passages[0].score) < _ANSWERS:
        return query, hits
    about = replace(query, named=query.leaning, allowed=frozenset(query.leaning), carried=("towns",))
    return about, replace(hits, passages=own)
