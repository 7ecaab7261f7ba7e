"""Puts the log-in and the gate before the app."""

from fastapi import FastAPI

from assistant.access.access import Access
from assistant.web.access.gate import Gate
from assistant.web.access.login import login_routes
from assistant.workshop.workshop import Workshop


def add_access(app: FastAPI, access: Access, workshop: Workshop) -> None:
    """Lets through to what was added so far, and to what will be, whom it is for."""
    app.include_router(login_routes(access))
    app.add_middleware(Gate, access=access, workshop=workshop)
