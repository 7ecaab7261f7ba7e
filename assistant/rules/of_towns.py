"""Evidence for a question that names towns: what each says, side by side where there are few, whom to ask."""

from collections.abc import Callable, Sequence

from assistant import aspects, gaps
from assistant.answer import Gap
from assistant.aspects import asked_and_held, column_of
from assistant.evidence import Cited, Evidence
from assistant.query import Query
from assistant.quotes import Span, opening, telling
from assistant.rules import of_matter
from assistant.rules.rows import ROWS, best_row, off_topic, ranked, rows_of
from assistant.surveys import touching
from corpus.entry import Entry
from corpus.library import Corpus
from embeddings.retriever import Hits

_SIDE_BY_SIDE = 4
"""The most towns that a table can set beside each other and still be read."""


def named(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """What each town that was asked for says, blank rows and missing rows told."""
    if query.search and query.aspect is None and query.intent == "ask" and off_topic(query, hits):
        return Evidence("nothing", gaps=() if query.not_told else (gaps.out_of_scope(),))
    if 1 < len(query.named) <= _SIDE_BY_SIDE and query.intent == "ask":
        return compared(query, hits, corpus)
    rows: list[Entry] = []
    missing_rows: list[Gap] = []
    for code in query.named:
        own = rows_of(code, query, corpus)
        if query.theme and not any(row.theme == query.theme for row in own):
            missing_rows.append(gaps.no_row(corpus.municipalities[code], query.theme, corpus))
        rows += own if len(query.named) <= ROWS // 2 else own[:1]
    quote = _quoting(query, hits, corpus)
    ordered = ranked(rows, hits) if query.search and len(query.named) == 1 and not query.theme else rows
    cited = tuple(Cited(row, quote(row)) for row in ordered)
    return Evidence("where" if query.intent == "where" else "named", cited, query.named, tuple(missing_rows))


def _quoting(query: Query, hits: Hits, corpus: Corpus) -> Callable[[Entry], tuple[Span, ...]]:
    """What is quoted of the rows of a town that was asked for by name."""
    if query.aspect is not None and asked_and_held(query, corpus):
        titled = aspects.under_titles(query, hits.passages, corpus)
        return lambda row: titled.get(row.id) or (telling(row, hits.passages) if query.search else opening(row))
    if query.aspect is not None:
        touched = touching(query.aspect, hits.passages, bool(query.search), corpus)
        spans = {item.entry.id: item.spans for item in touched}
        return lambda row: spans.get(row.id) or telling(row, hits.passages)
    if not query.search or query.intent == "where":
        return opening
    return lambda row: telling(row, hits.passages)


def compared(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
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


def contact(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The town asked for, or the one whose row answers best; one row of each, so that its card can be opened."""
    codes: Sequence[str] = query.named
    if not codes and query.search:
        nearest = of_matter.found(query, hits, corpus)
        if nearest.abstained:
            return nearest
        codes = [cited.entry.municipality.code for cited in nearest.cited[:1]]
    elif not codes and query.allowed is not None:
        codes = [code for code in corpus.municipalities if code in query.allowed]
    rows = [best_row(code, query, hits, corpus) for code in codes]
    quote = opening if query.named else (lambda row: telling(row, hits.passages))
    return Evidence("contact", tuple(Cited(row, quote(row)) for row in rows), tuple(codes))
