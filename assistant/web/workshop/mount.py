"""Puts the workshop into the app: its pages, and the tab that is the door."""

import gradio as gr
from fastapi import FastAPI

from assistant.web.readiness import Readiness
from assistant.web.templates import template
from assistant.web.workshop.desk import desk_routes
from assistant.web.workshop.paper import paper_routes
from assistant.web.workshop.participants import participant_routes
from assistant.web.workshop.projector import projector_routes
from assistant.workshop.workshop import Workshop


def add_workshop(app: FastAPI, readiness: Readiness, listening: str) -> Workshop:
    """Adds the workshop of the home to the app that is served at this address; gives it back."""
    workshop = Workshop(readiness.corpus, readiness.home / "workshop" / readiness.corpus.manifest.name)
    readiness.fill(workshop.follow)
    app.include_router(desk_routes(workshop, listening))
    app.include_router(projector_routes(readiness, workshop, listening))
    app.include_router(paper_routes(readiness, workshop))
    app.include_router(participant_routes(readiness, workshop))
    return workshop


def workshop_tab() -> None:
    """Lays the tab out in the Blocks that is being built."""
    gr.HTML(template("workshop/door.html").render(), elem_id="workshop-door")
