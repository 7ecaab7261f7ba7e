"""Query and hits → evidence: who is cited, what is missing, or that nothing here answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import aspects, gaps, relevance
from assistant.answer import Gap
from assistant.aspects import asked_and_held, column_of
from assistant.cues import cue
from assistant.evidence import Cited, Evidence
from assistant.likeness import lacking_kinds, lens_of, nearest, suggestions_for
from assistant.query import Query
from assistant.quotes import Span, opening, telling
from assistant.references import followed
from assistant.scope import lies_beyond, tells_of_danger
from assistant.states import by_state
from assistant.surveys import first_dated, overview, touching
from assistant.table_asked import rows_in_that_state
from assistant.texts import text
from assistant.wording import joined
from corpus.entry import Entry
from corpus.library import Corpus
from embeddings.retriever import Hit, Hits

ROWS = 4
"""The most rows cited unless a list is asked for."""
_LISTED = 12
_SIDE_BY_SIDE = 4
"""The most towns that a table can set beside each other and still be read."""


def select(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The evidence for a question; rows without text, references and gaps of what is cited included."""
    if tells_of_danger(query, hits):
        query = replace(query, intent="danger")
    return _completed(_rule(query, corpus)(query, hits, corpus), query, corpus)


def _rule(query: Query, corpus: Corpus) -> Callable[[Query, Hits, Corpus], Evidence]:
    """The one rule that a query falls under."""
    if query.table_matter is not None and query.intent != "danger":
        return lambda query, _, corpus: rows_in_that_state(query, corpus)
    by_intent = {"danger": _danger, "about": _about, "listing": _listing}
    if query.intent in by_intent:
        return by_intent[query.intent]
    if query.elsewhere and not query.named:
        return _elsewhere
    if query.allowed is not None and not query.allowed:
        return _no_place
    if query.intent == "contact":
        return _contact
    if query.named:
        return _named
    if not query.search and query.aspect is None and (query.likeness or query.asker) and query.allowed is None:
        return _near
    if query.intent == "overview" and query.allowed is None:
        return _overview
    if query.aspect is not None:
        return _told if asked_and_held(query, corpus) else _touched
    if query.intent == "overview":
        return _place
    if query.intent == "first":
        return _first
    if query.intent in ("count", "not_yet") and query.theme is not None:
        return _counted if corpus.manifest.theme(query.theme).states else _place
    if not query.search and (query.allowed is not None or query.theme is not None):
        return _place
    return _found


def _danger(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    return Evidence("danger")


def _about(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    return Evidence("about", towns=tuple(corpus.municipalities))


def _listing(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    codes = [code for code in corpus.municipalities if query.allowed is None or code in query.allowed]
    return Evidence("listing", towns=tuple(codes)) if codes else _no_place(query, hits, corpus)


def _elsewhere(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    return Evidence(
        "other_town",
        gaps=tuple(gaps.other_town(town.name) for town in query.elsewhere),
        suggestions=suggestions_for(query.elsewhere, corpus),
    )


def _no_place(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    if query.more:
        return Evidence("nothing", facts={"more": "yes"})
    return Evidence("no_place", gaps=(gaps.no_place(query.place or ""),), facts={"place": query.place or ""})


def _contact(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The town asked for, or the one whose row answers best; one row of each, so that its card can be opened."""
    codes: Sequence[str] = query.named
    if not codes and query.search:
        found = _found(query, hits, corpus)
        codes = [cited.entry.municipality.code for cited in found.cited[:1]]
    elif not codes and query.allowed is not None:
        codes = [code for code in corpus.municipalities if code in query.allowed]
    rows = [_best_row(code, query, hits, corpus) for code in codes]
    quote = opening if query.named else (lambda row: telling(row, hits.passages))
    return Evidence("contact", tuple(Cited(row, quote(row)) for row in rows), tuple(codes))


def _named(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """What each town that was asked for says, blank rows and missing rows told."""
    if query.search and query.aspect is None and query.intent == "ask" and _off_topic(query, hits):
        return Evidence("nothing", gaps=() if query.not_told else (gaps.out_of_scope(),))
    if 1 < len(query.named) <= _SIDE_BY_SIDE and query.intent == "ask":
        return _compared(query, hits, corpus)
    rows: list[Entry] = []
    missing_rows: list[Gap] = []
    for code in query.named:
        own = _rows_of(code, query, corpus)
        if query.theme and not any(row.theme == query.theme for row in own):
            missing_rows.append(gaps.no_row(corpus.municipalities[code], query.theme, corpus))
        rows += own if len(query.named) <= ROWS // 2 else own[:1]
    quote = _quoting(query, hits, corpus)
    ordered = _ranked(rows, hits) if query.search and len(query.named) == 1 and not query.theme else rows
    cited = tuple(Cited(row, quote(row)) for row in ordered)
    return Evidence("where" if query.intent == "where" else "named", cited, query.named, tuple(missing_rows))


def _quoting(query: Query, hits: Hits, corpus: Corpus) -> Callable[[Entry], tuple[Span, ...]]:
    """What is quoted of the rows of a town that was asked for by name."""
    if query.aspect is not None and asked_and_held(query, corpus):
        named = aspects.under_titles(query, hits.passages, corpus)
        return lambda row: named.get(row.id) or (telling(row, hits.passages) if query.search else opening(row))
    if query.aspect is not None:
        touched = touching(query.aspect, hits.passages, bool(query.search), corpus)
        spans = {item.entry.id: item.spans for item in touched}
        return lambda row: spans.get(row.id) or telling(row, hits.passages)
    if not query.search or query.intent == "where":
        return opening
    return lambda row: telling(row, hits.passages)


def _counted(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
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


def _compared(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """Every row of the towns side by side, theme by theme; rows that do not exist told."""
    held = column_of(query, corpus).id
    themes = [theme.id for theme in corpus.manifest.themes if query.theme in (None, theme.id)]
    rows = [row for theme in themes for code in query.named if (row := corpus.cell(code, theme, held))]
    themes += [target.theme for row in rows if (target := corpus.referred(row))]
    cells = [(code, theme, corpus.cell(code, theme, held)) for theme in dict.fromkeys(themes) for code in query.named]
    quote = (lambda row: telling(row, hits.passages)[:1]) if query.search else opening
    return Evidence(
        "compared",
        tuple(Cited(row, quote(row)) for _, _, row in cells if row is not None),
        query.named,
        tuple(gaps.no_row(corpus.municipalities[code], theme, corpus) for code, theme, row in cells if row is None),
    )


def _place(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The towns of a place, or of a theme, one row each; all rows where there is one town or two."""
    codes = [code for code in corpus.municipalities if query.allowed is None or code in query.allowed]
    if query.theme and query.place is None:
        held = column_of(query, corpus).id
        codes = [code for code in codes if corpus.cell(code, query.theme, held)]
    few = len(codes) <= ROWS // 2
    rows = [row for code in codes for row in _rows_of(code, query, corpus)[: None if few else 1]]
    blank = [] if few or query.everything else [row for row in rows if row.text_status == "missing"]
    listed = query.everything or query.intent == "count"
    shown = [row for row in rows if row not in blank][: None if listed else ROWS]
    cited = tuple(Cited(row, opening(row)) for row in shown)
    untold = joined(row.municipality.name for row in rows if row not in blank and row not in shown)
    notes = (text("note.more_towns", towns=untold),) if untold else ()
    return Evidence(
        "place", cited, tuple(codes), tuple(gap for row in blank for gap in gaps.of_entry(row, corpus)), notes
    )


def _near(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    if not query.asker:
        return Evidence("whose_place")
    like = nearest(query, corpus)
    rows = [row for code in like.codes for row in _rows_of(code, query, corpus)[:1]][:ROWS]
    cited = tuple(Cited(row, opening(row)) for row in rows)
    return Evidence("near" if cited else "no_place", cited, like.codes, like.gaps, facts=like.facts)


def _touched(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """An aspect that the corpus lacks: the sentences of the one it holds that touch on it."""
    assert query.aspect is not None
    found = touching(query.aspect, _allowed(query, hits), bool(query.search), corpus)[:ROWS]
    if query.allowed is not None and not hits.passages:
        return _place(query, hits, corpus)
    return Evidence("touched" if found else "nothing", tuple(found))


def _told(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The rows of a column that was asked for; those that are nearest to the question, if it says what it looks for."""
    found = aspects.telling(query, _allowed(query, hits), corpus)
    if query.allowed is not None and not found:
        return _place(query, hits, corpus)
    shown = found[: query.most or (_LISTED if query.everything else ROWS)]
    told = {item.entry.municipality.name for item in shown}
    untold = joined(name for item in found if (name := item.entry.municipality.name) not in told)
    notes = (text("note.more_towns", towns=untold),) if untold else ()
    return Evidence("told" if shown else "nothing", tuple(shown), notes=notes)


def _overview(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    silent = gaps.silent_towns(corpus.municipalities, corpus)
    return Evidence("overview", overview(corpus, query.theme, query.most), gaps=(gaps.said("outcome", "half"), *silent))


def _first(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    cited, dates = first_dated(_allowed(query, hits))
    if query.allowed is not None and not hits.passages:
        return _place(query, hits, corpus)
    if not cited:
        return Evidence("nothing", gaps=(gaps.out_of_scope(),))
    return Evidence("first", cited[:ROWS], gaps=(gaps.said("first", "half"),), facts={"date": dates[0]})


def _found(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The rows that are likely to answer."""
    if not query.search or _off_topic(query, hits):
        return Evidence("nothing", gaps=() if query.not_told else (gaps.out_of_scope(),))
    if not hits.passages:  # the place that was asked for has rows, and none of them has text
        return _place(query, hits, corpus)
    ranked = relevance.rows_by_score(query, hits)
    # Of what is left after the turn before, a row is held against what that turn found.
    best = max(ranked[0][1], hits.best_anywhere) if query.more else ranked[0][1]
    surest = relevance.probability(ranked[0][1], best)
    if query.more and surest < relevance.ANOTHER:
        return Evidence("nothing", facts={"more": "yes"})
    doubtful = surest < relevance.AS_LIKELY_AS_NOT
    if query.place and doubtful and not any(hit.own_words or hit.other_words for hit in hits.passages):
        return _place(query, hits, corpus)  # 「首都圏の例を…視察で行ける範囲で」 looks for nothing in particular
    wide = query.everything or query.several or query.theme or query.place
    least = relevance.LISTED if wide else relevance.CITED
    likely = [row for row, score in ranked if score == ranked[0][1] or relevance.probability(score, best) >= least]
    rows = likely[: query.most or (_LISTED if query.everything else ROWS)]
    lacking = gaps.silent_towns(query.allowed, corpus) if query.allowed is not None else ()
    facts = {}
    if lens := lens_of(query, corpus):
        lacking += lacking_kinds(query, corpus)
        ordered = sorted(rows, key=lambda row: lens.order(row.municipality))
        if ordered != rows:
            rows, facts = ordered, {"place": lens.place, "size": lens.people}
    return Evidence("found", tuple(Cited(row, telling(row, hits.passages)) for row in rows), gaps=lacking, facts=facts)


def _off_topic(query: Query, hits: Hits) -> bool:
    """True if the question is about none of this.

    Who names a theme of the corpus is not off its topic, nor who names a place and nothing that no text has a word for.
    """
    place_named = query.allowed is not None
    if cue("words.to_the_tool").search(query.question):
        return True
    if query.theme is not None or (place_named and not query.unheard):
        return False
    return lies_beyond(hits, place_named=place_named)


def _allowed(query: Query, hits: Hits) -> list[Hit]:
    return [hit for hit in hits.passages if query.theme in (None, hit.passage.entry.theme)]


def _rows_of(code: str, query: Query, corpus: Corpus) -> list[Entry]:
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


def _best_row(code: str, query: Query, hits: Hits, corpus: Corpus) -> Entry:
    return _ranked(_rows_of(code, query, corpus), hits)[0]


def _ranked(rows: Sequence[Entry], hits: Hits) -> list[Entry]:
    """The rows in the order of their best passages; those without any keep their order at the end."""
    order = {id_: rank for rank, id_ in enumerate(dict.fromkeys(hit.passage.entry.id for hit in hits.passages))}
    return sorted(rows, key=lambda row: order.get(row.id, len(order)))


def _completed(evidence: Evidence, query: Query, corpus: Corpus) -> Evidence:
    """The evidence with what its rows point at, and with every gap that the reader has to know."""
    a_closed_set = evidence.found == "counted" or query.table_matter not in (None, "reference")
    cited, notes, reference_gaps = followed(evidence.cited, corpus, follow=not a_closed_set)
    told = [*evidence.gaps]
    if query.intent in ("count", "not_yet", "first") and evidence.cited:
        told.append(gaps.coverage(corpus))
    if query.aspect is not None and evidence.found != "danger":
        told[:0] = gaps.of_aspect(query.aspect, [item.entry for item in cited], corpus)
    if query.elsewhere and query.named:
        told += [gaps.other_town(town.name) for town in query.elsewhere]
    told += [
        gap for row in {item.entry.id: item.entry for item in cited}.values() for gap in gaps.of_entry(row, corpus)
    ] + reference_gaps
    if query.unheard and cited and evidence.found == "found":
        told.append(gaps.said("unheard", "half", nouns="」「".join(query.unheard)))
    if nouns := gaps.untold(query.not_told, [item.entry for item in cited], corpus):
        told.append(gaps.not_told(nouns, bool(cited)))
    return replace(evidence, cited=cited, gaps=tuple(dict.fromkeys(told)), notes=(*evidence.notes, *notes))
