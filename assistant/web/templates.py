"""The HTML templates of the web app: escaped throughout, with the sentences of texts.toml."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from assistant.texts import text

_HERE = Path(__file__).parent


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["say"] = lambda name, **values: text(f"web.{name}", **values)
    environment.globals["text"] = text
    return environment


def template(name: str) -> Template:
    """A template of this folder; all values are escaped.

    In it, `say("name", …)` is a sentence of the section [web], `text("section.name", …)` one of any section.
    """
    return _environment().get_template(name)


def files_of(suffix: str) -> str:
    """All files of this folder that end so (`.css`, `.js`), by name, as one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(_HERE.glob(f"*{suffix}")))
