"""Chroma's collections in a folder of this machine."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError

from embeddings.errors import HomeUnwritableError, IndexBusyError, StoreBrokenError

# https://www.sqlite.org/rescode.html: READONLY, FULL, CANTOPEN; BUSY, LOCKED.
_SQLITE_CODE = re.compile(r"code: (\d+)")
_UNWRITABLE, _LOCKED = {"8", "13", "14"}, {"5", "6"}
_NO_FOLDER = "os error"
_LEAST_FREE = 1_000_000
_SECONDS_FOR_A_LOCK = 5
# What Chroma's Rust side raises over a damaged page or segment: a BaseException of a class that cannot be imported.
_PANIC = "PanicException"


class ChromaFolder:
    """A `Chroma` that this program alone writes to.

    Its failures are StoreBrokenError (the folder may be set aside and rebuilt), HomeUnwritableError (read-only, or the
    disk is full) and IndexBusyError (SQLite is locked by another process).
    """

    owner = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def connect(self) -> Any:
        """A client for the folder, which is made if it is not there."""
        self._folder.mkdir(parents=True, exist_ok=True)
        _check_free(self._folder / "chroma.sqlite3")
        try:
            client: Any = chromadb.PersistentClient(
                path=str(self._folder), settings=Settings(anonymized_telemetry=False)
            )
        except BaseException:
            # Chroma remembers a system that did not start, and would hand it out again for this folder.
            SharedSystemClient._identifier_to_system.pop(str(self._folder), None)
            raise
        try:
            client.list_collections()
        except BaseException:
            client.close()
            raise
        return client

    def disconnect(self, client: Any) -> None:
        """Ends a client and lets go of the folder's files."""
        client.close()

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Chroma's failures as ours; it passes SQLite's result code on in its message only."""
        folder = str(self._folder)
        try:
            yield
        except BaseException as error:
            if not isinstance(error, ChromaError | OSError) and type(error).__name__ != _PANIC:
                raise
            code = _SQLITE_CODE.search(str(error))
            unwritable = isinstance(error, OSError) or (code and code[1] in _UNWRITABLE) or _NO_FOLDER in str(error)
            if unwritable or self._is_full():
                raise HomeUnwritableError(folder=folder, reason=str(error)) from error
            if code and code[1] in _LOCKED:
                raise IndexBusyError(seconds=0) from error
            raise StoreBrokenError(folder=folder, reason=str(error)) from error

    def set_aside(self) -> bool:
        """Moves the folder away, whole, so that nothing is lost; False where there was nothing in it.

        Raises HomeUnwritableError.
        """
        try:
            if not any(self._folder.iterdir()):
                return False
            self._folder.rename(self._folder.with_name(f"{self._folder.name}.broken-{datetime.now():%Y%m%d-%H%M%S-%f}"))
        except OSError as error:
            raise HomeUnwritableError(folder=str(self._folder), reason=str(error)) from error
        return True

    def _is_full(self) -> bool:
        """True where no new store would fit, whatever Chroma says: a full disk comes in many words."""
        return self._folder.exists() and shutil.disk_usage(self._folder).free < _LEAST_FREE


def _check_free(file: Path) -> None:
    """Raises IndexBusyError where another program holds the file: Chroma would wait for it for ever.

    Whatever else is wrong with the file, Chroma tells.
    """
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=_SECONDS_FOR_A_LOCK, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")  # Chroma opens as one that may write
            connection.rollback()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise IndexBusyError(seconds=_SECONDS_FOR_A_LOCK) from error
