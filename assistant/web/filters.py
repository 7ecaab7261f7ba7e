"""しぼりこむ: to what a question is limited, as it was understood, and as the user corrects it."""

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from assistant.limits import BANDS, Limits
from assistant.texts import text
from assistant.web.events import QUIET
from assistant.web.limit_fields import ALL, limit_fields
from assistant.web.readiness import Readiness
from assistant.web.shown import show
from corpus.library import Corpus


class Filters:
    """The filters of the chat, laid out in the Blocks that is being built.

    They show what the last question was understood to be limited to, until the user sets one by hand: then they hold
    for each question, until they are let go.
    """

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness
        self.by_hand = gr.State(False)
        with gr.Accordion(text("web.filters"), open=False, elem_id="filters") as self._panel:
            self._limits = limit_fields(readiness)
            self._aspect = gr.Radio([], label=text("web.aspect"))
            readiness.fill(self._show)
            with gr.Row(elem_id="filter-buttons"):
                self.apply = gr.Button(text("web.apply"), elem_id="apply")
                self.clear = gr.Button(text("web.clear"), elem_id="clear")
        for field in self.fields:
            # Who sets two at once means both: by default the second is dropped while the first is under way.
            field.input(self._set, self.fields, [self.by_hand, self._panel], trigger_mode="always_last", **QUIET)
        self.clear.click(self.let_go, None, [*self.outputs, self.by_hand], **QUIET)

    def _show(self, corpus: Corpus) -> None:
        usual = corpus.manifest.held_aspect
        others = [
            (aspect.heading if aspect.held else text("web.not_held", aspect=aspect.heading), aspect.id)
            for aspect in corpus.manifest.aspects
            if aspect is not usual
        ]
        show(self._aspect, choices=[(usual.heading, ALL), *others], value=ALL)

    @property
    def fields(self) -> list[Any]:
        """The components that hold a limit each, in the order of `Limits`."""
        return [*self._limits, self._aspect]

    @property
    def inputs(self) -> list[Any]:
        """What a handler needs to read the limits: whether they were set by hand, and the fields."""
        return [self.by_hand, *self.fields]

    @property
    def outputs(self) -> list[Any]:
        """What shows how a question was read: the fields, and the panel's heading."""
        return [*self.fields, self._panel]

    def unchanged(self) -> list[Any]:
        """Updates of `outputs` that change nothing."""
        return [gr.skip() for _ in self.outputs]

    def understood(self, query: Mapping[str, Any] | None, by_hand: bool) -> list[Any]:
        """Updates of `outputs` after an answer: the limits as understood, unless they were set by hand."""
        if query is None or by_hand:
            return self.unchanged()
        limits = query["limits"]
        return [
            *(list(limits[sort]) for sort in ("regions", "kinds", "sizes")),
            limits["theme"] or ALL,
            limits["aspect"] or ALL,
            _headed(
                "web.filters_read", self._in_words(query["towns"] or [query["place"]], query["theme"], query["aspect"])
            ),
        ]

    def let_go(self) -> list[Any]:
        """Updates of `outputs`, and of `by_hand`, to no limits."""
        return [[], [], [], ALL, ALL, _headed("web.filters", []), False]

    def _set(self, *fields: Sequence[str] | str) -> tuple[bool, Any]:
        """Updates of `by_hand` and of the panel's heading once the user has set a limit."""
        limits = _limits(*fields)
        return True, _headed("web.filters_set", self._in_words([limits.place()], limits.theme, limits.aspect))

    def _in_words(self, places: Sequence[str | None], theme: str | None, aspect: str | None) -> list[str]:
        """What a question is limited to."""
        manifest = self._readiness.corpus.manifest
        return [
            *filter(None, places),
            *([manifest.theme(theme).label] if theme else []),
            *([manifest.aspect(aspect).heading] if aspect else []),
        ]


def _headed(name: str, parts: Sequence[str]) -> Any:
    """The panel's heading: what limits the answers shows also while the panel is closed."""
    return gr.Accordion(label=text(name, parts="／".join(parts)) if parts else text("web.filters"))


def limits_by_hand(by_hand: bool, *fields: Sequence[str] | str) -> Limits | None:
    """The limits that the fields set; None unless someone set them by hand."""
    return _limits(*fields) if by_hand else None


def _limits(*fields: Sequence[str] | str) -> Limits:
    regions, kinds, sizes, theme, aspect = fields
    return Limits(
        regions=tuple(regions),
        kinds=tuple(kinds),
        sizes=tuple(size for size in sizes if size in BANDS),
        theme=str(theme) or None,
        aspect=str(aspect) or None,
    )
