"""What was understood and what was found, for `--explain`."""

from dataclasses import asdict
from typing import Any

from assistant.limits import limits_of
from assistant.query import Query
from corpus.library import Corpus
from embeddings.retriever import Hits

_MOST = 10


def explanation(query: Query, hits: Hits, corpus: Corpus) -> dict[str, Any]:
    """The query and the ranked passages with the parts of their scores, as JSON values."""
    towns = corpus.municipalities
    return {
        "intent": query.intent,
        "search": query.search,
        "towns": [towns[code].name for code in query.named],
        "elsewhere": [town.name for town in query.elsewhere],
        "allowed": None if query.allowed is None else [t.name for c, t in towns.items() if c in query.allowed],
        "place": query.place,
        "limits": asdict(limits_of(query, corpus)),
        "theme": query.theme,
        "aspect": query.aspect,
        "asker": [asdict(mention) for mention in query.asker],
        "likeness": list(query.likeness),
        "number": query.most,
        "several": query.several,
        "list": query.everything,
        "not_told": list(query.not_told),
        "unheard": list(query.unheard),
        "form": query.form,
        "table_matter": query.table_matter,
        "carried_over": list(query.carried),
        "evidence": [
            {
                "entry_id": hit.passage.entry.id,
                "text": hit.passage.text,
                "score": round(hit.score, 3),
                "similarity": None if hit.similarity is None else round(hit.similarity, 4),
                "asked": None if hit.asked is None else round(hit.asked, 4),
                "own_words": round(hit.own_words, 3),
                "asked_words": round(hit.asked_words, 3),
                "other_words": round(hit.other_words, 3),
            }
            for hit in hits.passages[:_MOST]
        ],
    }
