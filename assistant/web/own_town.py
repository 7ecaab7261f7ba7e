"""うちに近い自治体: the choice of one's own town, by which the list can be sorted."""

from html import escape
from typing import Any

import gradio as gr

from assistant.limits import BANDS
from assistant.resemblance import towns_named
from assistant.texts import text
from assistant.web.events import AT_ONCE
from assistant.web.readiness import Readiness
from assistant.wording import persons
from corpus.japan import load_towns, prefectures

_ANY = ""
"""The prefecture that narrows nothing."""
_MOST = 60
"""So many towns are offered to choose from; a prefecture has about forty."""
_TELLS = "element.setAttribute('role', 'status')"


class OwnTownChoice:
    """The fields for one's own town, laid out in the Blocks that is being built.

    Not one list to type into: Gradio's filters by keys, of which an input method for Japanese sends others.
    """

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness
        with gr.Accordion(text("browse.alike"), open=False, elem_id="own-town"):
            gr.HTML(escape(text("browse.alike_how")), elem_classes="quiet")
            with gr.Row():
                every = [(text("browse.prefecture_any"), _ANY), *((name, name) for name in prefectures())]
                prefecture = gr.Dropdown(every, value=_ANY, label=text("browse.prefecture"), filterable=False)
                name = gr.Textbox(
                    label=text("browse.own_name"), placeholder=text("browse.own_name_hint"), max_length=40
                )
            offered = gr.HTML(visible=False, js_on_load=_TELLS)
            self.town = gr.Radio([], label=text("browse.own"), visible=False, elem_id="own-choices")
            told = gr.HTML(visible=False, js_on_load=_TELLS)
            bands = [(text(f"band.{band}"), band) for band in BANDS]
            self.size = gr.Radio(bands, label=text("browse.size"), visible=False, elem_id="own-size")
            off = gr.Button(text("browse.alike_off"), visible=False, elem_id="alike-off")
        gr.on(
            [name.change, prefecture.change],
            self._offer,
            [name, prefecture, self.town],
            [offered, self.town],
            trigger_mode="always_last",
            **AT_ONCE,
        )
        self.town.change(self._asked, self.town, [told, self.size, off], **AT_ONCE)
        off.click(lambda: ("", _ANY, None), None, [name, prefecture, self.town], **AT_ONCE)

    def _offer(self, name: str, prefecture: str, chosen: str | None) -> tuple[Any, Any]:
        """The towns that may be meant; a single one is chosen at once, what is chosen stays while it is offered."""
        towns = towns_named(name, prefecture)[:_MOST]
        codes = [town.code for town in towns]
        if chosen not in codes:
            chosen = codes[0] if name.strip() and len(codes) == 1 else None
        offered = [(text("browse.own_choice", town=town.name, prefecture=town.prefecture), town.code) for town in towns]
        missed = not towns and bool(name.strip())
        return (
            gr.HTML(escape(text("browse.own_none")), visible=missed),
            gr.Radio(offered, value=chosen, visible=bool(towns)),
        )

    def _asked(self, code: str | None) -> tuple[Any, Any, Any]:
        """What to ask about the town: how many people it has, where that is not held."""
        chosen = next((town for town in load_towns() if town.code == code), None)
        if chosen is None:
            return gr.HTML(visible=False), gr.Radio(value=None, visible=False), gr.Button(visible=False)
        held = self._readiness.corpus.municipalities.get(chosen.code)
        sentence = (
            text("browse.size_held", town=held.name, persons=persons(held.population))
            if held and held.population
            else text("browse.size_asked", town=chosen.name)
        )
        return (
            gr.HTML(escape(sentence), visible=True),
            gr.Radio(value=None, visible=held is None or held.population is None),
            gr.Button(visible=True),
        )
