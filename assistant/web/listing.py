"""The rows that were found, as cards or as a table, with the words that were looked for marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from assistant.catalogue import Catalogue, Row, Wanted, excerpt, towns_of
from assistant.coverage import told_of
from assistant.texts import text
from assistant.web.cards import Piece, pieces_of
from assistant.web.pages import address_of
from assistant.web.templates import template
from assistant.word_search import Span
from assistant.wording import cell, column, counted, joined
from corpus.entry import Entry

_MOST = 100
"""So many rows are laid out at a time."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row as the list shows it: what is marked cut into pieces, `reasons` why its town is near one's own."""

    entry: Entry
    theme: str
    cell: str
    address: str
    town: Sequence[Piece]
    prefecture: Sequence[Piece]
    text: Sequence[Piece]
    before: bool
    after: bool
    told: tuple[str, ...]
    reasons: tuple[str, ...]


def count_html(rows: Sequence[Row], catalogue: Catalogue, near: str | None = None) -> str:
    """How many rows of how many are in the list, in words; `near`: the town by which it is sorted."""
    corpus = catalogue.corpus
    known = {"towns": counted(list(corpus.municipalities.values())), "all": len(corpus.entries)}
    if not rows:
        return escape(text("browse.count_none", **known))
    if len(rows) == len(corpus.entries):
        said = text("browse.count_all", **known)
    else:
        said = text("browse.count", **known, found_towns=counted(towns_of(rows)), found=len(rows))
    return escape(said + (text("browse.count_near", town=near) if near else ""))


def listing_html(
    rows: Sequence[Row], catalogue: Catalogue, as_table: bool, alike: Mapping[str, tuple[str, ...]] | None = None
) -> str:
    """The list as HTML; `alike`: by town, what it shares with one's own, where the list is sorted by that."""
    return template("listing.html").render(
        rows=[_listed(row, catalogue, alike or {}) for row in rows[:_MOST]],
        as_table=as_table,
        alike=alike is not None,
        most=_MOST if len(rows) > _MOST else None,
    )


def nothing_html(wanted: Wanted, catalogue: Catalogue) -> str:
    """What to loosen where nothing was found."""
    fields = catalogue.loosened(wanted)
    return template("nothing.html").render(
        words=bool(wanted.words.strip()),
        fields=joined(text(f"limit.{field}") for field in fields),
        all=len(catalogue.corpus.entries),
    )


def _listed(row: Row, catalogue: Catalogue, alike: Mapping[str, tuple[str, ...]]) -> Listed:
    entry, corpus = row.entry, catalogue.corpus
    start, end = excerpt(row)
    marked = urlencode([("span", f"{first}-{last}") for first, last in row.in_text])
    return Listed(
        entry=entry,
        theme=column(entry.theme, entry.aspect, corpus.manifest),
        cell=cell(entry, corpus.manifest),
        address=address_of(entry) + (f"?{marked}" if marked else ""),
        town=list(pieces_of(entry.municipality.name, row.in_town)),
        prefecture=list(pieces_of(entry.municipality.prefecture, row.in_prefecture)),
        text=list(pieces_of(entry.text[start:end], _within(row.in_text, start, end))),
        before=start > 0,
        after=end < len(entry.text),
        told=told_of(entry, corpus),
        reasons=alike.get(entry.municipality.code, ()),
    )


def _within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """The spans as they stand in a part of the text."""
    return [
        (max(first, start) - start, min(last, end) - start) for first, last in spans if first < end and last > start
    ]
