"""Puts the desk of the material into the app, and the tab that is its door."""

from datetime import date

import gradio as gr
from fastapi import FastAPI

from assistant.material import standing_of
from assistant.web.material.desk import DESK, desk_routes
from assistant.web.readiness import Readiness
from assistant.web.shown import show
from assistant.web.templates import template
from corpus.library import Corpus


def add_material(app: FastAPI, readiness: Readiness) -> None:
    """Adds the desk to the app."""
    app.include_router(desk_routes(readiness))


def material_tab(readiness: Readiness) -> None:
    """Lays the tab out in the Blocks that is being built."""
    door = gr.HTML(elem_id="material-door", apply_default_css=False)

    def tell(corpus: Corpus) -> None:
        show(door, value=template("material/door.html").render(standing=standing_of(corpus, date.today()), desk=DESK))

    readiness.fill(tell)
