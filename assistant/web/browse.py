"""事例を見る: all rows as a list and on a map, narrowed, searched and sorted. Handlers only call."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant.catalogue import SORTS, Catalogue, Sort, Wanted, in_order_of, towns_of
from assistant.limits import Limits
from assistant.resemblance import own_town, resembling
from assistant.texts import text
from assistant.web.events import AT_ONCE
from assistant.web.limit_fields import ALL, limit_fields
from assistant.web.listing import count_html, listing_html, nothing_html
from assistant.web.map import map_html
from assistant.web.own_town import OwnTownChoice
from assistant.web.readiness import Readiness
from assistant.web.shown import show
from assistant.web.templates import template
from assistant.wording import counted
from corpus.entry import TextStatus
from corpus.library import Corpus


def browse_tab(readiness: Readiness) -> None:
    """Lays the tab out in the Blocks that is being built, and connects it."""
    catalogue = Catalogue(readiness.corpus)
    lead = gr.HTML(elem_id="browse-lead")
    with gr.Row(elem_id="browse-desk"):
        with gr.Column(scale=3, min_width=320):
            words = gr.Textbox(
                label=text("browse.search"),
                placeholder=text("browse.search_hint"),
                max_length=200,
                elem_id="browse-words",
            )
            with gr.Row(elem_id="browse-panels"):
                with gr.Column(min_width=240), gr.Accordion(text("browse.narrow"), open=False, elem_id="browse-narrow"):
                    limits = limit_fields(readiness)
                    statuses = gr.CheckboxGroup([], label=text("limit.statuses"))
                    filters = [*limits, statuses]
                    clear = gr.Button(text("browse.clear"), elem_id="browse-clear")
                with gr.Column(min_width=240):
                    choice = OwnTownChoice(readiness)
            sort, view = _order()
            count = gr.HTML(elem_id="browse-count", js_on_load="browseLoaded(element)")
            gr.HTML(template("basket.html").render(), elem_id="browse-basket", js_on_load="basketLoaded()")
            found = gr.HTML(elem_id="browse-found")
        with gr.Column(scale=2, min_width=300, elem_id="browse-side"):
            drawn = gr.HTML(elem_id="browse-map")

    def look(
        words: str, sort: Sort, view: str, own_code: str | None, own_size: str | None, *narrowed: Any
    ) -> tuple[str, str, str]:
        """The count line, the list and the map for what is set."""
        wanted, corpus = Wanted(words, *_narrowing(*narrowed), sort), catalogue.corpus
        rows, own = catalogue.rows(wanted), own_town(own_code, corpus, own_size) if own_code else None
        alike = {one.town.code: one.reasons for one in resembling(own, corpus)} if own else None
        if alike is not None:
            rows = in_order_of(list(alike), rows)
        listed = listing_html(rows, catalogue, view == "table", alike) if rows else nothing_html(wanted, catalogue)
        shown = {town.code for town in towns_of(rows)}
        return count_html(rows, catalogue, own.name if own else None), listed, map_html(corpus, shown)

    def offer(corpus: Corpus) -> None:
        nonlocal catalogue
        catalogue = Catalogue(corpus)
        show(lead, value=_lead(corpus))
        show(statuses, choices=[(text(f"status.{status}"), status) for status in catalogue.statuses])
        everything = look("", "source", "cards", None, None, [], [], [], ALL, [])
        for part, shown in zip((count, found, drawn), everything, strict=True):
            show(part, value=shown)

    readiness.fill(offer)
    fields = [words, sort, view, choice.town, choice.size, *filters]
    gr.on(
        [field.change for field in fields],
        look,
        fields,
        [count, found, drawn],
        trigger_mode="always_last",
        **AT_ONCE,
    )
    clear.click(lambda: ([], [], [], ALL, []), None, filters, **AT_ONCE)


def _order() -> tuple[gr.Radio, gr.Radio]:
    """The fields for the order of the list, and for its form."""
    sorts = [(text(f"browse.{name}"), name) for name in SORTS]
    views = [(text("browse.cards"), "cards"), (text("browse.table"), "table")]
    return (
        gr.Radio(sorts, value="source", label=text("browse.sort"), elem_id="browse-sort"),
        gr.Radio(views, value="cards", label=text("browse.view"), elem_id="browse-view"),
    )


def _narrowing(
    regions: Sequence[str], kinds: Sequence[str], sizes: Sequence[str], theme: str, statuses: Sequence[TextStatus]
) -> tuple[Limits, tuple[TextStatus, ...]]:
    return Limits(tuple(regions), tuple(kinds), tuple(sizes), theme or None), tuple(statuses)


def _lead(corpus: Corpus) -> str:
    towns = counted(list(corpus.municipalities.values()))
    return template("browse.html").render(towns=towns, rows=len(corpus.entries))
