"""The HTML templates of the web app: escaped throughout, with the sentences of texts.toml."""

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from assistant.texts import text
from assistant.wording import publisher_of
from corpus.contacts import needs_check

_HERE = Path(__file__).parent


@cache
def _rules_of(*names: str) -> Markup:
    """The rules of these style sheets of this folder as one text, to stand unescaped within a page."""
    return Markup("\n".join((_HERE / f"{name}.css").read_text(encoding="utf-8") for name in names))


@cache
def _script_of(name: str) -> Markup:
    """A script of this folder, to stand unescaped within a page."""
    return Markup((_HERE / f"{name}.js").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["say"] = lambda name, **values: text(f"web.{name}", **values)
    environment.globals["text"] = text
    environment.globals["rules_of"] = _rules_of
    environment.globals["script_of"] = _script_of
    environment.globals["publisher_of"] = publisher_of
    environment.globals["needs_check"] = lambda contact: needs_check(contact, date.today())
    return environment


def template(name: str) -> Template:
    """A template of this folder; all values are escaped.

    In it, `say("name", …)` is a sentence of the section [web], `text("section.name", …)` one of any section.
    """
    return _environment().get_template(name)


def files_of(suffix: str) -> str:
    """All files of this folder that end so (`.css`, `.js`), by name, as one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(_HERE.glob(f"*{suffix}")))
