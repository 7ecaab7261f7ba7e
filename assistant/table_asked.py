"""Questions about the table itself: which rows are blank, cut short, mere references, misprinted, or not there."""

from assistant import gaps
from assistant.answer import Gap
from assistant.cues import cue
from assistant.evidence import Cited, Evidence
from assistant.query import Query, TableMatter
from assistant.quotes import Span, ending, opening
from corpus.entry import Entry, Municipality
from corpus.library import Corpus
from corpus.passages import passages_of

MATTERS: tuple[TableMatter, ...] = ("no_row", "misprinted", "reference", "cut_short", "blank")
"""In the order in which a question's words are tried: 「行がない」 before 「本文がない」."""


def rows_in_that_state(query: Query, corpus: Corpus) -> Evidence:
    """The rows that are as the question says, by what a reviewer found in the source; none, where there are none."""
    if query.table_matter == "no_row":
        return _without_a_row(query, corpus)
    rows = [row for row in corpus.entries if query.theme in (None, row.theme)]
    if query.table_matter != "misprinted":  # who asks for a misprint may name the place that is printed
        rows = [row for row in rows if query.allowed is None or row.municipality.code in query.allowed]
    return Evidence("table", tuple(Cited(row, spans) for row in rows if (spans := _sign(row, query)) is not None))


def _sign(row: Entry, query: Query) -> tuple[Span, ...] | None:
    """The words that show that a row is as the question says; None for a row that is not."""
    match query.table_matter:
        case "blank" if row.text_status == "missing":
            return ()
        case "cut_short" if row.text_status == "partial":
            return ending(row)
        case "misprinted" if row.correction is not None:
            return opening(row)
        case "reference" if row.text_status == "reference":
            return opening(row)
        case "reference" if row.reference is not None and not cue("table.nothing_else").search(query.question):
            return tuple((p.start, p.end) for p in passages_of(row) if row.reference.words in p.text)
    return None


def _without_a_row(query: Query, corpus: Corpus) -> Evidence:
    """The towns that a table does not have, and what another table has of them."""
    held = corpus.manifest.held_aspect.id
    towns = [town for code, town in corpus.municipalities.items() if query.allowed is None or code in query.allowed]
    lacking: list[Gap] = []
    without: list[Municipality] = []
    for theme in corpus.manifest.themes:
        if query.theme in (None, theme.id):
            of_theme = [town for town in towns if corpus.cell(town.code, theme.id, held) is None]
            lacking += gaps.no_rows(of_theme, theme.id, corpus)
            without += of_theme
    cited = tuple(Cited(row, opening(row)) for row in corpus.entries if row.municipality in without)
    return Evidence("table", cited, tuple(town.code for town in without), tuple(lacking))
