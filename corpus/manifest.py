"""What a corpus says of itself: its name, source, themes and aspects. The code knows no other."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.entry import Source
from corpus.errors import CorpusError

_Kind = TypeVar("_Kind", bound=BaseModel)


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Theme(_Table):
    """One table of the source. `names`: the words by which people ask for it."""

    id: str
    heading: str
    label: str
    names: tuple[str, ...]


class Aspect(_Table):
    """One column of the source. `held` is false where the corpus lacks it and `url` shows where it stands.

    `names` are the words by which people ask for it, `touched_by` those by which another column touches on it.
    """

    id: str
    heading: str
    held: bool
    url: str
    names: tuple[str, ...]
    touched_by: tuple[str, ...] = ()


class Files(_Table):
    """The corpus's files, relative to its folder."""

    text: str
    municipalities: str
    contacts: str
    annotations: str
    glossary: str
    topics: str
    scope: str


class Manifest(_Table):
    """A corpus's table of contents. `subject` completes 「○○の取組」; `examples` are questions that it answers."""

    name: str
    subject: str
    publisher: str
    reader: str
    coverage: str
    examples: tuple[str, ...]
    files: Files
    source: Source
    themes: tuple[Theme, ...]
    aspects: tuple[Aspect, ...]

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id; KeyError if the manifest has none."""
        return _by_id(self.themes, theme_id)

    def aspect(self, aspect_id: str) -> Aspect:
        """The aspect with this id; KeyError if the manifest has none."""
        return _by_id(self.aspects, aspect_id)

    @property
    def held_aspect(self) -> Aspect:
        """The column that the source leaves open."""
        return next(aspect for aspect in self.aspects if aspect.held)


_Column = TypeVar("_Column", Theme, Aspect)


def _by_id(values: tuple[_Column, ...], wanted: str) -> _Column:
    for value in values:
        if value.id == wanted:
            return value
    raise KeyError(wanted)


def read_manifest(path: Path) -> Manifest:
    """The manifest in a TOML file.

    Raises CorpusError, with the line or the field, if the file is missing, not TOML, or not a manifest.
    """
    return read_toml(path, Manifest)


def read_toml(path: Path, kind: type[_Kind]) -> _Kind:
    """The value of type `kind` in a TOML file; raises CorpusError as `read_manifest` does."""
    try:
        return kind.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise CorpusError(file=path.name, row="-", field="-", reason="file_missing") from error
    except UnicodeDecodeError as error:
        raise CorpusError(file=path.name, row="-", field="-", reason="not_utf8") from error
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(file=path.name, row=str(error), field="-", reason="not_toml") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = [str(part) for part in first["loc"]]
        row = next((part for part in where if part.isdigit()), "-")
        raise CorpusError(file=path.name, row=row, field=".".join(where), reason=first["type"]) from error
