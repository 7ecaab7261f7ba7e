"""An answer's Markdown as HTML: text is text, an address is a link, and each [n] leads to its card."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from assistant.answer import Answer
from assistant.texts import text

_MARKER = re.compile(r"\[(\d+)\]")


def answer_html(answer: Answer, turn: int) -> Markup:
    """The answer of the conversation's turn with this number; its markers are links to `#card-<turn>-<n>`."""
    return _rendered(answer.answer, tuple((one.n, one.municipality) for one in answer.citations), turn)


def copied_html(answer: Answer) -> Markup:
    """The answer to be pasted elsewhere: its markers are plain text, its tables have lines."""
    return _rendered(answer.answer)


@lru_cache(maxsize=256)
def _rendered(markdown: str, towns: tuple[tuple[int, str], ...] = (), turn: int | None = None) -> Markup:
    """Remembered, since each new turn shows the whole conversation again. `towns`: by number of citation."""
    return Markup(_READER.render(markdown, {} if turn is None else {"towns": dict(towns), "turn": turn}))


def card_id(turn: int, n: int) -> str:
    """The id of the card of citation n."""
    return f"card-{turn}-{n}"


def _marker(state: StateInline, silent: bool) -> bool:
    """An inline rule: [n], unless its bracket is escaped, is a marker."""
    found = _MARKER.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("marker", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _marker_html(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    n = int(tokens[index].content)
    towns: Mapping[int, str] = env.get("towns", {})
    if n not in towns:
        return f"[{n}]"
    label = text("web.marker", n=n, town=towns[n])
    return str(
        Markup('<a class="marker" href="#{}" aria-label="{}">[{}]</a>').format(card_id(env["turn"], n), label, n)
    )


def _table_html(
    _renderer: RendererHTML, _tokens: Sequence[Token], _index: int, _options: OptionsDict, env: EnvType
) -> str:
    # Where it is pasted no style sheet draws its lines.
    return "<table>\n" if "turn" in env else '<table border="1" cellspacing="0" cellpadding="6">\n'


def _outside_html(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    address = escape(tokens[index].attrGet("href"))
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">'


def _reader() -> MarkdownIt:
    # What the answers are made of, and nothing more: no markup, no link with other words on it, no image.
    reader = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True})
    reader.enable(["blockquote", "list", "table", "emphasis", "escape", "linkify", "newline"])
    reader.inline.ruler.push("marker", _marker)
    reader.add_render_rule("marker", _marker_html)
    reader.add_render_rule("table_open", _table_html)
    reader.add_render_rule("link_open", _outside_html)
    assert reader.linkify is not None
    reader.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return reader


_READER = _reader()
