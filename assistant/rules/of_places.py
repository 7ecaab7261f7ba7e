"""Evidence for a question that names a place or a likeness: the towns there, the nearest ones, or that none is."""

from assistant import gaps
from assistant.aspects import column_of
from assistant.evidence import Cited, Evidence
from assistant.likeness import nearest, suggestions_for
from assistant.query import Query
from assistant.quotes import opening
from assistant.rules.rows import ROWS, rows_of
from assistant.texts import text
from assistant.wording import joined
from corpus.library import Corpus
from embeddings.retriever import Hits


def place(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The towns of a place, or of a theme, one row each; all rows where there is one town or two."""
    codes = [code for code in corpus.municipalities if query.allowed is None or code in query.allowed]
    if query.theme and query.place is None:
        held = column_of(query, corpus).id
        codes = [code for code in codes if corpus.cell(code, query.theme, held)]
    few = len(codes) <= ROWS // 2
    rows = [row for code in codes for row in rows_of(code, query, corpus)[: None if few else 1]]
    blank = [] if few or query.everything else [row for row in rows if row.text_status == "missing"]
    listed = query.everything or query.intent == "count"
    shown = [row for row in rows if row not in blank][: None if listed else ROWS]
    cited = tuple(Cited(row, opening(row)) for row in shown)
    untold = joined(row.municipality.name for row in rows if row not in blank and row not in shown)
    notes = (text("note.more_towns", towns=untold),) if untold else ()
    return Evidence(
        "place", cited, tuple(codes), tuple(gap for row in blank for gap in gaps.of_entry(row, corpus)), notes
    )


def near(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The towns that are most like the asker's own."""
    if not query.asker:
        return Evidence("whose_place")
    like = nearest(query, corpus)
    rows = [row for code in like.codes for row in rows_of(code, query, corpus)[:1]][:ROWS]
    cited = tuple(Cited(row, opening(row)) for row in rows)
    return Evidence("near" if cited else "no_place", cited, like.codes, like.gaps, facts=like.facts)


def no_place(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """Nothing is held of the place, or nothing more than was cited before."""
    if query.more:
        return Evidence("nothing", facts={"more": "yes"})
    return Evidence("no_place", gaps=(gaps.no_place(query.place or ""),), facts={"place": query.place or ""})


def elsewhere(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """Towns that the corpus lacks, and those of it that are most like them."""
    return Evidence(
        "other_town",
        gaps=tuple(gaps.other_town(town.name) for town in query.elsewhere),
        suggestions=suggestions_for(query.elsewhere, corpus),
    )
