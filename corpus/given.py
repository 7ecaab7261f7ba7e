"""Files as they are given to be taken in, before anything of them is read."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpus.dates import in_era
from corpus.errors import IntakeError
from corpus.imports import ImportedFile
from corpus.readers.limits import LARGEST_FILE


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was given: its name, its bytes, and the address that it was fetched from, if it was."""

    name: str
    data: bytes
    url: str = ""


def given_files(path: Path) -> list[Given]:
    """The file at a path, or all files that lie directly in a folder there, hidden ones left out.

    Raises IntakeError for what cannot be read, or is too large to be.
    """
    try:
        if not path.is_dir():
            return [_given(path)]
        files = [_given(one) for one in sorted(path.iterdir()) if one.is_file() and not one.name.startswith(".")]
    except OSError as error:
        raise IntakeError(file=str(path), reason="file_unreadable", why=error.strerror or str(error)) from error
    if not files:
        raise IntakeError(file=str(path), reason="folder_empty")
    return files


def _given(path: Path) -> Given:
    if path.stat().st_size > LARGEST_FILE:
        raise IntakeError(file=path.name, reason="file_too_large", limit=LARGEST_FILE // 1_000_000)
    return Given(path.name, path.read_bytes())


def source_of(given: Given, now: datetime, title: str = "", as_of: str = "") -> ImportedFile:
    """The file as a source, under the title and day that it tells, else under its name and today's date."""
    return ImportedFile(
        name=given.name,
        key=given.url or given.name,
        sha256=hashlib.sha256(given.data).hexdigest(),
        title=title or Path(given.name).stem,
        url=given.url,
        as_of=as_of or f"{in_era(now.date())}（取込日）",
    )
