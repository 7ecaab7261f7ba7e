"""The web app: the API and the page on one FastAPI application."""

import os

# Read by Gradio when it is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount

from assistant.access.access import Access
from assistant.observing.metrics import Metrics
from assistant.texts import text
from assistant.web.access.mount import add_access
from assistant.web.api import add_error_responses, api_routes
from assistant.web.browse import browse_tab
from assistant.web.chat import ChatTab
from assistant.web.compare import compare_tab
from assistant.web.fair_use import FairUse
from assistant.web.figures import figures_route
from assistant.web.headers import SecurityHeaders
from assistant.web.material.mount import add_material, material_tab
from assistant.web.needed import OnlyWhatThePageNeeds
from assistant.web.pages import page_routes
from assistant.web.readiness import Readiness
from assistant.web.shown import show
from assistant.web.takeaway import takeaway_routes
from assistant.web.templates import files_of, template
from assistant.web.watched import Watched
from assistant.web.workshop.mount import add_workshop, workshop_tab
from assistant.wording import counted
from corpus.library import Corpus

_AT_ONCE = 8
"""So many questions are worked on at a time; the next wait their turn."""
_MOST_WAITING = 64


def create_app(readiness: Readiness, access: Access, listening: str, metrics: Metrics | None = None) -> FastAPI:
    """The app over an assistant that is being made ready; `listening`: the address at which it is served."""
    app = FastAPI(title=text("web.title"), docs_url=None, redoc_url=None)
    add_error_responses(app)
    app.include_router(api_routes(readiness))
    app.include_router(page_routes(readiness))
    app.include_router(takeaway_routes(readiness))
    add_material(app, readiness)
    workshop = add_workshop(app, readiness, listening)
    if metrics is not None:
        app.include_router(figures_route(metrics))
    app.add_middleware(FairUse)  # behind the gate, which tells it who asks
    add_access(app, access, workshop)
    gr.mount_gradio_app(
        app,
        page := _page(readiness, access),
        path="/",
        # Not by `css_paths`: Gradio would rewrite the rules for small screens so that half of them fit nothing.
        head=f"<style>{files_of('.css')}</style><script>{files_of('.js')}</script>",
        theme=gr.themes.Base(font=["sans-serif"], font_mono=["monospace"]),
        footer_links=[],
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        allowed_paths=[],
    )
    gradio = next(route for route in app.routes if isinstance(route, Mount) and route.path == "")
    gradio.app = OnlyWhatThePageNeeds(gradio.app)
    app.add_middleware(SecurityHeaders, script=files_of(".js"))
    app.add_middleware(Watched)
    # What is laid out is sent as it was when the page was made: it is made anew when what it shows has changed.
    readiness.fill(lambda _: setattr(page, "config", page.get_config_file()))
    return app


def _page(readiness: Readiness, access: Access) -> gr.Blocks:
    page = gr.Blocks(title=text("web.title"), analytics_enabled=False, fill_width=True)
    with page:
        masthead = gr.HTML(elem_id="masthead", apply_default_css=False)
        with gr.Tabs(overflow_behavior="wrap", elem_id="tabs"):
            with gr.Tab(text("web.tab_ask"), id="ask", elem_id="tab-ask"):
                chat = ChatTab(readiness)
            with gr.Tab(text("web.tab_browse"), id="browse", elem_id="tab-browse"):
                browse_tab(readiness)
            with gr.Tab(text("web.tab_compare"), id="compare", elem_id="tab-compare"):
                compare_tab(readiness)
            with gr.Tab(text("web.tab_workshop"), id="workshop", elem_id="tab-workshop"):
                workshop_tab()
            with gr.Tab(text("desk.tab"), id="material", elem_id="tab-material"):
                material_tab(readiness)
        chat.restore(page)
        gr.HTML(template("sheet.html").render(), elem_id="sheet-place", apply_default_css=False)
    privacy = "web.privacy" if readiness.chat is None else "web.privacy_in_quotes"
    privacy = text(f"{privacy}_kept" if readiness.unanswered.keep_words else privacy)
    readiness.fill(lambda corpus: show(masthead, value=_masthead(corpus, privacy, access.needs_log_in)))
    page.queue(default_concurrency_limit=_AT_ONCE, max_size=_MOST_WAITING, api_open=False)
    return page


def _masthead(corpus: Corpus, privacy: str, logged_in: bool) -> str:
    source, towns = corpus.manifest.source, list(corpus.municipalities.values())
    return template("page.html").render(
        publisher=corpus.manifest.publisher,
        title=source.title,
        as_of=source.as_of,
        count=counted(towns),
        privacy=privacy,
        logged_in=logged_in,
    )
