"""The web app: the API and the page on one FastAPI application."""

import os
from pathlib import Path

# Read by Gradio when it is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader

from assistant.texts import text
from assistant.web.api import add_error_responses, api_routes
from assistant.web.chat import chat_tab
from assistant.web.readiness import Readiness
from assistant.wording import counted
from corpus.library import Corpus

_HERE = Path(__file__).parent
_AT_ONCE = 8
"""So many questions are worked on at a time; the next wait their turn."""
_MOST_WAITING = 64


def create_app(readiness: Readiness, corpus: Corpus) -> FastAPI:
    """The app over an assistant that is being made ready."""
    app = FastAPI(title=text("web.title"), docs_url=None, redoc_url=None)
    add_error_responses(app)
    app.include_router(api_routes(readiness, corpus))
    gr.mount_gradio_app(
        app,
        _page(readiness, corpus),
        path="/",
        # Not by `css_paths`: Gradio would rewrite the rules for small screens so that half of them fit nothing.
        head=f"<style>{_read('style.css')}{_read('cards.css')}</style><script>{_read('page.js')}</script>",
        theme=gr.themes.Base(font=["sans-serif"], font_mono=["monospace"]),
        footer_links=[],
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        allowed_paths=[],
    )
    return app


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _page(readiness: Readiness, corpus: Corpus) -> gr.Blocks:
    page = gr.Blocks(title=text("web.title"), analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(_masthead(corpus, stays_here=readiness.chat is None), elem_id="masthead")
        chat_tab(readiness, corpus, readiness.chat)
    page.queue(default_concurrency_limit=_AT_ONCE, max_size=_MOST_WAITING, api_open=False)
    return page


def _masthead(corpus: Corpus, stays_here: bool) -> str:
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
    source, towns = corpus.manifest.source, list(corpus.municipalities.values())
    return environment.get_template("page.html").render(
        say=lambda name, **values: text(f"web.{name}", **values),
        publisher=corpus.manifest.publisher,
        title=source.title,
        as_of=source.as_of,
        count=counted(towns),
        privacy=text("web.privacy" if stays_here else "web.privacy_in_quotes"),
    )
