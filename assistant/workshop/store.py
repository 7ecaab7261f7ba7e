"""Where the room is kept: one file of one folder, written whole, so that it outlives a browser and the program."""

import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from assistant.errors import NoWorkshopError, RoomBusyError, RoomUnreadableError, WorkshopRunsError
from assistant.workshop.room import Room
from embeddings.errors import HomeUnwritableError

_log = logging.getLogger(__name__)
_SECONDS_TO_WAIT = 10


class RoomStore:
    """The room in a folder of its own. Readers get the last whole state; one writes at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / "room.json"
        self._own = threading.Lock()
        self._read: tuple[tuple[int, int, int], Room] | None = None

    def read(self) -> Room | None:
        """The room as it was last written; None if there is none. Raises RoomUnreadableError."""
        try:
            state = self._file.stat()
            stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
            known = self._read
            if known is not None and known[0] == stamp:
                return known[1]
            room = Room.model_validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            _log.error("the room cannot be read: %s", type(error).__name__)
            raise RoomUnreadableError(folder=self.folder) from error
        self._read = stamp, room
        return room

    def begin(self, room: Room) -> None:
        """Keeps a new room. Raises WorkshopRunsError if there is one, HomeUnwritableError, RoomBusyError."""
        with self._writing():
            if self._file.exists():
                raise WorkshopRunsError
            self._write(room)

    def change(self, change: Callable[[Room], Room]) -> Room:
        """Keeps and gives what `change` makes of the room, which no one else changes meanwhile.

        Raises NoWorkshopError, what `change` raises (nothing is kept then), and as `begin` does.
        """
        with self._writing():
            room = self.read()
            if room is None:
                raise NoWorkshopError
            changed = change(room)
            if changed != room:
                self._write(changed)
            return changed

    def erase(self) -> None:
        """Removes the folder with all that is in it. Raises HomeUnwritableError, RoomBusyError."""
        with self._writing():
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self._read = None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # The lock stands beside the folder, so that the folder can be removed under it.
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with self._own, FileLock(self.folder.with_suffix(".lock"), timeout=_SECONDS_TO_WAIT):
                yield
        except Timeout as error:
            raise RoomBusyError(seconds=_SECONDS_TO_WAIT) from error
        except OSError as error:
            raise HomeUnwritableError(folder=self.folder, reason=error.strerror or str(error)) from error

    def _write(self, room: Room) -> None:
        """Whole, or not at all: a crash leaves the old file."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(room.model_dump_json().encode())
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
