"""Whose collections are whose on a server that others use too."""

import uuid
from pathlib import Path

from filelock import FileLock

from embeddings.errors import HomeUnwritableError

_FILE = ".shared-index"


def owner_of(corpora: Path) -> str:
    """The id of those who have this folder of corpora: made the first time, and copied with the folder.

    Processes that take in the same material have the same collections; another home, with other material under the
    same name, never has theirs. Raises HomeUnwritableError where it is not there and cannot be made.
    """
    file = corpora / _FILE
    try:
        if not (owner := _read(file)):
            corpora.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{file}.lock"):
                if not (owner := _read(file)):
                    owner = uuid.uuid4().hex
                    file.write_text(owner, encoding="ascii")
    except OSError as error:
        raise HomeUnwritableError(folder=str(corpora), reason=error.strerror or str(error)) from error
    return owner


def _read(file: Path) -> str:
    return file.read_text(encoding="ascii", errors="replace").strip() if file.exists() else ""
