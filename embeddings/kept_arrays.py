"""Arrays in a file that saves work and nothing else: what cannot be read counts as not there."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]


def read_arrays(path: Path) -> Arrays:
    """The arrays by name; none where there is no such file, or a damaged one."""
    # Whatever a damaged file makes NumPy, zipfile and zlib raise; NumPy does not close what it could not read.
    with suppress(Exception), path.open("rb") as file, np.load(file) as held:
        return {name: held[name] for name in held.files}
    return {}


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Puts the file in its place whole: nobody reads half of one. Raises OSError."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
