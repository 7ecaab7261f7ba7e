"""くらべる: two to four towns side by side, theme by theme. Handlers only call."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import gradio as gr

from assistant.comparison import FEWEST, MOST, Band, Comparison, ThemeCompared, compare
from assistant.coverage import Cell, told_of
from assistant.texts import text
from assistant.web.events import AT_ONCE
from assistant.web.pages import SIGNS, address_of
from assistant.web.readiness import Readiness
from assistant.web.shown import show
from assistant.web.templates import template
from assistant.wording import joined, persons
from corpus.library import Corpus


@dataclass(frozen=True, slots=True)
class _Column:
    """A town's cell for a theme: its sign, its status in words, what has to be known of it, where its page is."""

    cell: Cell
    sign: str
    status: str
    told: tuple[str, ...]
    address: str | None


@dataclass(frozen=True, slots=True)
class _Quoted:
    """What one town says of a topic; `address` shows it where it stands."""

    quotes: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A topic: which of the towns speak of it, in words, and what they say."""

    topic: str
    who: str
    cells: tuple[_Quoted | None, ...]


def compare_tab(readiness: Readiness) -> None:
    """Lays the tab out in the Blocks that is being built, and connects it."""
    gr.HTML(template("compare_lead.html").render(fewest=FEWEST, most=MOST), elem_id="compare-lead")
    towns = gr.CheckboxGroup([], label=text("compare.towns", fewest=FEWEST, most=MOST), elem_id="compare-towns")
    count = gr.HTML(elem_id="compare-count", js_on_load="browseLoaded(element)")
    shown = gr.HTML(elem_id="compared")

    def offer(corpus: Corpus) -> None:
        choices = [
            (text("compare.choice", town=town.name, people=persons(town.population)), code)
            for code, town in corpus.municipalities.items()
        ]
        show(towns, choices=choices)
        show(count, value=_count([], corpus))
        show(shown, value=comparison_html([], corpus))

    readiness.fill(offer)
    towns.change(
        lambda codes: (_count(codes, readiness.corpus), comparison_html(codes, readiness.corpus)),
        towns,
        [count, shown],
        trigger_mode="always_last",
        **AT_ONCE,
    )


def comparison_html(codes: Sequence[str], corpus: Corpus) -> str:
    """The first towns of those chosen side by side, with what can be taken home; empty for too few."""
    comparison = compare(codes[:MOST], corpus)
    if len(comparison.towns) < FEWEST:
        return ""
    return template("compare.html").render(
        towns=comparison.towns,
        themes=[
            (
                corpus.manifest.theme(theme.theme).label,
                [_column(cell, corpus) for cell in theme.cells],
                [_row(band, theme, comparison) for band in theme.bands],
            )
            for theme in comparison.themes
        ],
        query=urlencode([("town", town.code) for town in comparison.towns]),
        persons=persons,
    )


def _count(codes: Sequence[str], corpus: Corpus) -> str:
    """What is side by side, in words, or how many more are needed."""
    names = joined(corpus.municipalities[code].name for code in codes[:MOST])
    if len(codes) < FEWEST:
        return escape(text("compare.too_few", more=FEWEST - len(codes)))
    return escape(text("compare.too_many" if len(codes) > MOST else "compare.shown", towns=names, most=MOST))


def _column(cell: Cell, corpus: Corpus) -> _Column:
    told = told_of(cell.entry, corpus) if cell.entry else (text("compare.no_row"),)
    address = address_of(cell.entry) if cell.entry else None
    return _Column(cell, SIGNS[cell.status], text(f"status.{cell.status}"), told, address)


def _row(band: Band, theme: ThemeCompared, comparison: Comparison) -> _Row:
    speaking = [town.name for town, spans in zip(comparison.towns, band.spans, strict=True) if spans]
    if len(speaking) == 1:
        who = text("compare.only", town=speaking[0])
    else:
        who = text("compare.all") if len(speaking) == len(comparison.towns) else joined(speaking)
    return _Row(
        topic=band.topic or text("compare.rest"),
        who=who,
        cells=tuple(_quoted(cell, spans) for cell, spans in zip(theme.cells, band.spans, strict=True)),
    )


def _quoted(cell: Cell, spans: Sequence[tuple[int, int]]) -> _Quoted | None:
    if cell.entry is None or not spans:
        return None
    marked = urlencode([("span", f"{start}-{end}") for start, end in spans])
    return _Quoted(tuple(cell.entry.text[start:end] for start, end in spans), f"{address_of(cell.entry)}?{marked}")
