"""Files that are at any time the old or the new one, whole, down to the disk."""

import os
import uuid
from pathlib import Path


def replace_file(path: Path, content: str, mode: int = 0o666) -> None:
    """Writes a file so that at any time it is the old or the new one, whole. `mode`: who may read a new one (POSIX)."""
    new = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    try:
        write_through(new, content, mode)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def write_through(path: Path, content: str, mode: int = 0o666) -> None:
    """Writes a file as it is given, line ends and all, down to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
