"""The folder of a corpus's imports: plain files, each import a folder that is written once and never changed.

`0001/import.json` tells where it comes from, `0001/1.jsonl` holds the cells of its first file, `0001/contacts.csv` whom
to ask. An import that was taken back has a file `undone.json` beside them.
"""

import json
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.contacts import RegisterRow, read_register, write_register
from corpus.entry import Reference, TextStatus
from corpus.errors import CorpusBusyError, CorpusError, CorpusUnwritableError, ImportUnknownError
from corpus.manifest import read_text
from corpus.whole_files import replace_file, write_through

SECONDS_TO_WAIT = 10
"""A second writer waits so long for the first."""
_Kind = TypeVar("_Kind", bound=BaseModel)


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ImportedCell(_Stored):
    """What a file says of one town, theme and aspect; a line of JSON Lines, the same in an import and in an export.

    `printed_prefecture`: as the file has it, where that is not the town's. `title`, `url` and `as_of` are the source's.
    """

    code: str
    prefecture: str
    municipality: str
    theme: str
    aspect: str
    text: str
    text_status: TextStatus
    loss: str | None = None
    reference: Reference | None = None
    printed_prefecture: str | None = None
    title: str
    url: str
    as_of: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Town, theme and aspect."""
        return self.code, self.theme, self.aspect


class ImportedFile(_Stored):
    """One source of an import. `key` names the source: its address or, without one, the file's name."""

    name: str
    key: str
    sha256: str
    title: str
    url: str
    as_of: str


class ImportNote(_Stored):
    """What an import says of itself; `added_at` and `undone_at` are ISO times with their zone."""

    added_at: str
    files: tuple[ImportedFile, ...]


class _Undone(_Stored):
    undone_at: str


@dataclass(frozen=True, slots=True)
class Import:
    """One import as it lies in the folder; `cells` by the key of their file."""

    number: int
    note: ImportNote
    cells: Mapping[str, tuple[ImportedCell, ...]]
    contacts: tuple[RegisterRow, ...]
    undone_at: str | None

    @property
    def size(self) -> int:
        """How many cells it holds."""
        return sum(map(len, self.cells.values()))

    @property
    def stands(self) -> bool:
        """False once it was taken back."""
        return self.undone_at is None


def read_imports(library: Path) -> tuple[Import, ...]:
    """The imports of a library folder in their order, those taken back too. Raises CorpusError for a broken file."""
    folder = library / "imports"
    if not folder.is_dir():
        return ()
    return tuple(_read_import(path) for path in sorted(folder.iterdir()) if _is_import(path))


def state_of(library: Path) -> tuple[tuple[str, int], ...]:
    """What changes whenever something is imported, taken back or kept: the library's files and their times."""
    files = [*library.glob("*.csv"), *library.glob("*.toml"), *library.glob("imports/[0-9]*/*.json")]
    return tuple(sorted((str(file.relative_to(library)), file.stat().st_mtime_ns) for file in files))


def _is_import(path: Path) -> bool:
    return path.name.isdecimal() and path.is_dir()


def _read_import(path: Path) -> Import:
    undone = path / "undone.json"
    files = tuple(sorted((file.name, file.stat().st_mtime_ns) for file in path.iterdir() if file != undone))
    written = _read_once(path, files)  # keyed by the files as they are
    return replace(written, undone_at=_read(undone, _Undone).undone_at) if undone.is_file() else written


@lru_cache(maxsize=64)
def _read_once(path: Path, _files: tuple[tuple[str, int], ...]) -> Import:
    """An import as it was written. It is read once, unless somebody edits its files."""
    note = _read(path / "import.json", ImportNote)
    register = path / "contacts.csv"
    return Import(
        number=int(path.name),
        note=note,
        cells={file.key: tuple(_cells(path / f"{n}.jsonl")) for n, file in enumerate(note.files, start=1)},
        contacts=tuple(read_register(register)) if register.is_file() else (),
        undone_at=None,
    )


def _read(path: Path, kind: type[_Kind]) -> _Kind:
    try:
        return kind.model_validate_json(read_text(path))
    except ValidationError as error:
        raise CorpusError(file=_name(path), row="-", field="-", reason="import_broken") from error


def _cells(path: Path) -> Iterator[ImportedCell]:
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            try:
                yield ImportedCell.model_validate_json(line)
            except ValidationError as error:
                raise CorpusError(file=_name(path), row=str(number), field="-", reason="import_broken") from error


def _name(path: Path) -> str:
    return f"imports/{path.parent.name}/{path.name}"


def cell_lines(cells: Sequence[ImportedCell]) -> str:
    """Cells as JSON Lines."""
    return "".join(f"{json.dumps(cell.model_dump(), ensure_ascii=False)}\n" for cell in cells)


@contextmanager
def writing(library: Path) -> Iterator[None]:
    """Only one process at a time writes to a library folder.

    Raises CorpusBusyError after `SECONDS_TO_WAIT`, or CorpusUnwritableError where nothing can be written.
    """
    lock = FileLock(library.with_name(f"{library.name}.lock"))
    try:
        library.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=SECONDS_TO_WAIT)
    except Timeout as error:
        raise CorpusBusyError(seconds=SECONDS_TO_WAIT) from error
    except OSError as error:
        raise CorpusUnwritableError(folder=str(library), reason=error.strerror or str(error)) from error
    try:
        yield
    except OSError as error:
        raise CorpusUnwritableError(folder=str(library), reason=error.strerror or str(error)) from error
    finally:
        lock.release()


def add_import(
    library: Path, note: ImportNote, cells: Mapping[str, Sequence[ImportedCell]], contacts: Sequence[RegisterRow]
) -> int:
    """Writes an import and returns its number; called while `writing`. Before its last step nothing has changed."""
    folder = library / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".new-{uuid.uuid4().hex}"
    new.mkdir()
    try:
        for number, file in enumerate(note.files, start=1):
            write_through(new / f"{number}.jsonl", cell_lines(cells[file.key]))
        if contacts:
            write_through(new / "contacts.csv", write_register(contacts))
        write_through(new / "import.json", note.model_dump_json(indent=2) + "\n")
        number = max((int(path.name) for path in folder.iterdir() if _is_import(path)), default=0) + 1
        new.rename(folder / f"{number:04}")
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return number


def undo_import(library: Path, number: int, undone_at: str) -> None:
    """Takes an import back; called while `writing`. Raises ImportUnknownError if none of this number stands."""
    standing = [one.number for one in read_imports(library) if one.stands]
    if number not in standing:
        raise ImportUnknownError(number=number, known="、".join(map(str, standing)) or "-")
    replace_file(library / "imports" / f"{number:04}" / "undone.json", _Undone(undone_at=undone_at).model_dump_json())
