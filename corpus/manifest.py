"""What a corpus says of itself: its name, source, themes and aspects. The code knows no other."""

import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from corpus.entry import Source
from corpus.errors import CorpusError

_Kind = TypeVar("_Kind", bound=BaseModel)
_LINE = re.compile(r"at line (\d+)")


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class State(_Table):
    """How far a town says that it has come. `written`: a regular expression that only explicit words match, in NFKC.

    `not_yet`: the state of who has not done it.
    """

    label: str
    written: str
    not_yet: bool = False

    @field_validator("written")
    @classmethod
    def _is_a_pattern(cls, words: str) -> str:
        try:
            re.compile(words)
        except re.error as error:
            raise ValueError(str(error)) from error
        return words


class Theme(_Table):
    """One table of the source. `names`: the words by which people ask for it.

    `implied`: words that its heading says already; beside the name they say nothing of what is looked for.
    `states`: what its rows may explicitly say of how far they have come, for questions that count.
    """

    id: str
    heading: str
    label: str
    names: tuple[str, ...]
    implied: tuple[str, ...] = ()
    states: tuple[State, ...] = ()


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
    """The corpus's files, relative to its folder; a corpus that is made of imports may do without any."""

    text: str | None = None
    municipalities: str | None = None
    contacts: str | None = None
    annotations: str | None = None
    glossary: str | None = None
    topics: str | None = None
    scope: str | None = None
    asked: str | None = None
    scenarios: str | None = None


class Manifest(_Table):
    """A corpus's table of contents. `subject` completes 「○○の取組」; `examples` are questions that it answers.

    `main` is the aspect that a question means which names none: the one that the corpus's own source leaves open.
    """

    name: str
    subject: str
    publisher: str
    reader: str = "advice_page"
    coverage: str
    examples: tuple[str, ...] = ()
    files: Files = Files()
    source: Source
    main: str = ""
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
        """The column that the corpus's own source leaves open; imports may hold others."""
        return self.aspect(self.main) if self.main else next(aspect for aspect in self.aspects if aspect.held)

    def holding(self, aspects: Collection[str]) -> "Manifest":
        """The manifest of a corpus that also holds these aspects."""
        held = tuple(a.model_copy(update={"held": a.held or a.id in aspects}) for a in self.aspects)
        return self.model_copy(update={"aspects": held, "main": self.held_aspect.id})


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
    manifest = read_toml(path, Manifest)
    themes, aspects = ([column.id for column in columns] for columns in (manifest.themes, manifest.aspects))
    sound = {
        "themes": themes and len(set(themes)) == len(themes),
        "aspects": len(set(aspects)) == len(aspects) and sum(aspect.held for aspect in manifest.aspects) == 1,
    }
    for field, is_sound in sound.items():
        if not is_sound:
            raise CorpusError(file=path.name, row="-", field=field, reason="value")
    return manifest


def read_toml(path: Path, kind: type[_Kind]) -> _Kind:
    """The value of type `kind` in a TOML file; raises CorpusError as `read_manifest` does.

    `row` is the line of a mistake in TOML, or the list and the place in it of a wrong value: `themes[2]`.
    """
    try:
        return kind.model_validate(tomllib.loads(read_text(path)))
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        raise CorpusError(file=path.name, row=line[1] if line else "-", field="-", reason="not_toml") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = first["loc"]
        at = next((n for n, part in enumerate(where) if isinstance(part, int)), 0)
        row = f"{where[at - 1]}[{int(where[at]) + 1}]" if at else "-"
        field = ".".join(part for part in where[at:] if isinstance(part, str)) or str(where[0])
        raise CorpusError(file=path.name, row=row, field=field, reason=first["type"]) from error


def read_text(path: Path) -> str:
    """A corpus file's text. Raises CorpusError if it is missing, unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise CorpusError(file=path.name, row="-", field="-", reason="file_missing") from error
    except OSError as error:
        raise CorpusError(file=path.name, row="-", field="-", reason="file_unreadable") from error
    except UnicodeDecodeError as error:
        raise CorpusError(file=path.name, row="-", field="-", reason="not_utf8") from error
