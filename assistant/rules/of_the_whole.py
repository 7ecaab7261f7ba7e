"""Evidence for a question about the material as a whole: what it is, who is in it, how far they are, how to begin."""

from dataclasses import replace

from assistant import gaps, surveys
from assistant.evidence import Evidence
from assistant.query import Query
from assistant.rules.of_places import no_place
from assistant.rules.rows import off_topic
from assistant.states import by_state
from assistant.texts import text
from corpus.library import Corpus
from embeddings.retriever import Hits


def about(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """What the material is, in the words of its preface."""
    return Evidence("about", towns=tuple(corpus.municipalities))


def listing(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The names of the towns in it."""
    codes = [code for code in corpus.municipalities if query.allowed is None or code in query.allowed]
    return Evidence("listing", towns=tuple(codes)) if codes else no_place(query, hits, corpus)


def counted(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The rows of a theme by how far they say that they have come."""
    assert query.theme is not None
    codes = [code for code in corpus.municipalities if query.allowed is None or code in query.allowed]
    cited = by_state(query.theme, codes, corpus)
    if query.intent == "not_yet":
        not_yet = {state.label for state in corpus.manifest.theme(query.theme).states if state.not_yet}
        return Evidence(
            "not_yet", tuple(replace(item, heading=None) for item in cited if item.heading in not_yet), tuple(codes)
        )
    rows = {item.entry.municipality.code for item in cited}
    without = [corpus.municipalities[code] for code in codes if code not in rows]
    return Evidence("counted", cited, tuple(codes), gaps.no_rows(without, query.theme, corpus))


def overview(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """A few ways to begin, by topic; none for what has nouns of another field."""
    if query.unheard and off_topic(query, hits):
        return Evidence("nothing", gaps=(gaps.out_of_scope(),))
    cited = surveys.overview(corpus, query.theme, query.most)
    silent = gaps.silent_towns(corpus.municipalities, corpus)
    notes = (text("note.automatic"),) if any(item.automatic for item in cited) else ()
    return Evidence("overview", cited, gaps=(gaps.said("outcome", "half"), *silent), notes=notes)


def danger(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """A life may be at stake: no precedent."""
    return Evidence("danger")
