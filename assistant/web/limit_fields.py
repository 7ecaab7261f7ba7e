"""The fields that narrow by place and theme, alike wherever they stand."""

from typing import Any

import gradio as gr

from assistant.limits import choices
from assistant.texts import text
from corpus.library import Corpus

ALL = ""
"""The choice that limits nothing, where one of several has to be chosen."""


def limit_fields(corpus: Corpus) -> list[Any]:
    """Fields for regions, kinds, sizes and the theme, in the order of `Limits`, laid out where they are asked for."""
    offered, themes = choices(corpus), [(theme.label, theme.id) for theme in corpus.manifest.themes]
    return [
        gr.CheckboxGroup([(text("place.region", region=r), r) for r in offered.regions], label=text("limit.regions")),
        gr.CheckboxGroup(list(offered.kinds), label=text("limit.kinds")),
        gr.CheckboxGroup([(text(f"band.{size}"), size) for size in offered.sizes], label=text("limit.sizes")),
        gr.Radio([(text("limit.all"), ALL), *themes], value=ALL, label=text("limit.theme")),
    ]
