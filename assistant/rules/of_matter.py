"""Evidence for a question that says what it looks for: the rows that are likely to answer it."""

from dataclasses import replace

from assistant import aspects, gaps, relevance
from assistant.evidence import Cited, Evidence
from assistant.likeness import lacking_kinds, lens_of
from assistant.query import Query
from assistant.quotes import standing_alone, telling
from assistant.rules.of_places import place
from assistant.rules.rows import LISTED, ROWS, of_the_theme, off_topic
from assistant.states import says_not_yet
from assistant.surveys import first_dated, touching
from assistant.texts import text
from assistant.unheard import unwritten_there
from assistant.wording import joined
from corpus.entry import Entry
from corpus.library import Corpus
from corpus.passages import Passage
from embeddings.retriever import Hits

_AS_MUCH = 0.6
"""A sentence uses a word as a whole that has this share of the best match with it."""


def found(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The rows that are likely to answer."""
    if not query.search or off_topic(query, hits):
        return Evidence("nothing", gaps=() if query.not_told else (gaps.out_of_scope(),))
    if not hits.passages:  # the place that was asked for has rows, and none of them has text
        return place(query, hits, corpus)
    ranked = relevance.rows_by_score(query, hits)
    # Of what is left after the turn before, a row is held against what that turn found.
    best = max(ranked[0][1], hits.best_anywhere) if query.more else ranked[0][1]
    surest = relevance.probability(ranked[0][1], best)
    if query.more and surest < relevance.ANOTHER:
        return Evidence("nothing", facts={"more": "yes"})
    if query.place and surest < relevance.IN_DOUBT:
        # 「首都圏の例を…視察で行ける範囲で」 looks for nothing in particular, 「九州で調査を」 for what is not there.
        told = place(query, hits, corpus)
        return replace(told, gaps=(*unwritten_there(query, corpus), *told.gaps))
    rows = _likely(query, ranked, best, corpus)[: query.most or (LISTED if query.everything else ROWS)]
    lacking = gaps.silent_towns(query.allowed, corpus) if query.allowed is not None else ()
    facts = {}
    if lens := lens_of(query, corpus):
        lacking += lacking_kinds(query, corpus)
        ordered = sorted(rows, key=lambda row: lens.order(row.municipality))
        if ordered != rows:
            rows, facts = ordered, {"place": lens.place, "size": lens.people}
    return Evidence("found", tuple(Cited(row, telling(row, hits.passages)) for row in rows), gaps=lacking, facts=facts)


def _likely(query: Query, ranked: list[tuple[Entry, float]], best: float, corpus: Corpus) -> list[Entry]:
    """The rows likely to answer, best first; where it is asked who has not, those that deny something before others."""
    wide = query.everything or query.several or query.theme or query.place
    denying = {row.id for row, _ in ranked if query.intent == "not_yet" and says_not_yet(row, corpus)}

    def is_likely(row: Entry, score: float) -> bool:
        least = relevance.LISTED if wide or row.id in denying else relevance.CITED
        return score == ranked[0][1] or relevance.probability(score, best) >= least

    likely = [row for row, score in ranked if is_likely(row, score)]
    return sorted(likely, key=lambda row: row.id not in denying)


def defined(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The sentences in which a word stands whose meaning is asked for."""
    using = sorted(
        (hit for hit in hits.passages if hit.own_words >= _AS_MUCH * max(hit.own_words for hit in hits.passages) > 0),
        key=lambda hit: -hit.own_words,
    )
    best: dict[str, Passage] = {}
    for hit in using:
        best.setdefault(hit.passage.entry.id, hit.passage)
    if not best:
        return found(query, hits, corpus)
    cited = tuple(Cited(passage.entry, (standing_alone(passage),)) for passage in list(best.values())[:ROWS])
    return Evidence("defined", cited, facts={"term": query.search})


def touched(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """An aspect that the corpus lacks: the sentences of the one it holds that touch on it."""
    assert query.aspect is not None
    cited = touching(query.aspect, of_the_theme(query, hits), bool(query.search), corpus)[:ROWS]
    if query.allowed is not None and not hits.passages:
        return place(query, hits, corpus)
    return Evidence("touched" if cited else "nothing", tuple(cited))


def told(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The rows of a column that was asked for; those that are nearest to the question, if it says what it looks for."""
    rows = aspects.telling(query, of_the_theme(query, hits), corpus)
    if query.allowed is not None and not rows:
        return place(query, hits, corpus)
    shown = rows[: query.most or (LISTED if query.everything else ROWS)]
    named = {item.entry.municipality.name for item in shown}
    untold = joined(name for item in rows if (name := item.entry.municipality.name) not in named)
    notes = (text("note.more_towns", towns=untold),) if untold else ()
    return Evidence("told" if shown else "nothing", tuple(shown), notes=notes)


def first(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The rows that name a year, the earliest first; what the others say of theirs is not known."""
    cited, dates = first_dated(of_the_theme(query, hits))
    if query.allowed is not None and not hits.passages:
        return place(query, hits, corpus)
    if not cited:
        return Evidence("nothing", gaps=(gaps.out_of_scope(),))
    return Evidence("first", cited[:ROWS], gaps=(gaps.said("first", "half"),), facts={"date": dates[0]})
