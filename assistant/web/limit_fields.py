"""The fields that narrow by place and theme, alike wherever they stand."""

from typing import Any

import gradio as gr

from assistant.limits import choices
from assistant.texts import text
from assistant.web.readiness import Readiness
from assistant.web.shown import show
from corpus.library import Corpus

ALL = ""
"""The choice that limits nothing, where one of several has to be chosen."""


def limit_fields(readiness: Readiness) -> list[Any]:
    """Fields for regions, kinds, sizes and the theme, in the order of `Limits`, laid out where they are asked for."""
    regions = gr.CheckboxGroup([], label=text("limit.regions"))
    kinds = gr.CheckboxGroup([], label=text("limit.kinds"))
    sizes = gr.CheckboxGroup([], label=text("limit.sizes"))
    themes = gr.Radio([], label=text("limit.theme"))

    def offer(corpus: Corpus) -> None:
        offered = choices(corpus)
        show(regions, choices=[(text("place.region", region=region), region) for region in offered.regions])
        show(kinds, choices=[(kind, kind) for kind in offered.kinds])
        show(sizes, choices=[(text(f"band.{size}"), size) for size in offered.sizes])
        offered_themes = [(theme.label, theme.id) for theme in corpus.manifest.themes]
        show(themes, choices=[(text("limit.all"), ALL), *offered_themes], value=ALL)

    readiness.fill(offer)
    return [regions, kinds, sizes, themes]
