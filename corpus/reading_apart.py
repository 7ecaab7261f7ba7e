"""Files are read in a process of their own, which may take so much time and memory and no more."""

import io
import logging
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from corpus.given import Given, source_of
from corpus.manifest import Manifest
from corpus.readers.table import Reading, Rejection

_log = logging.getLogger(__name__)
SECONDS = 60
"""For the files of one import; a page of 25 rows takes a tenth of a second."""
_MOST_MEMORY = 3 << 30
"""In bytes of address space, where the system can limit it."""


def read_apart(
    files: Sequence[Given], manifest: Manifest, now: datetime, named: Mapping[str, str], seconds: float = SECONDS
) -> list[Reading]:
    """What files say, in their order. One that takes too long, or breaks its reader, is rejected whole."""
    readings: list[Reading] = []
    while len(readings) < len(files):
        rest = files[len(readings) :]
        found, reason = _read(rest, manifest, now, named, seconds)
        readings += found
        if len(found) < len(rest):
            culprit = rest[len(found)]
            _log.error("a file could not be read: %s", reason)
            whole = Rejection(culprit.name, None, "-", reason)
            readings.append(Reading(source_of(culprit, now), rejections=(whole,)))
    return readings


def _read(
    files: Sequence[Given], manifest: Manifest, now: datetime, named: Mapping[str, str], seconds: float
) -> tuple[list[Reading], str]:
    """The readings of the first files, and why there is none of the next."""
    # The safe path, so that nothing in the current folder is imported for a module of ours.
    command = [sys.executable, "-P", "-m", "corpus.reading_apart"]
    asked = pickle.dumps((files, manifest, now, named))
    try:
        ended = subprocess.run(command, input=asked, stdout=subprocess.PIPE, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as late:
        return list(_unpickled(late.output or b"")), "reading_too_long"
    return list(_unpickled(ended.stdout)), "reading_failed"


def _unpickled(output: bytes) -> Iterator[Reading]:
    """The readings that were written whole."""
    stream = io.BytesIO(output)
    while True:
        try:
            yield pickle.load(stream)
        except (EOFError, pickle.UnpicklingError):
            return


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _leave_pictures_alone() -> None:
    """Lets nobody decode a picture in a file: openpyxl would, by Pillow, whose decoders have known holes (12.3)."""
    sys.modules["PIL"] = None  # type: ignore[assignment]  # what is not there to be imported; openpyxl does without


def _serve() -> None:
    """The process: what is asked for comes in, a reading after the other goes out."""
    _limit_memory()
    _leave_pictures_alone()
    from corpus.intake import FileReader

    files, manifest, now, named = pickle.load(sys.stdin.buffer)
    reader = FileReader(manifest, now, named)
    for file in files:
        pickle.dump(reader.read(file), sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _serve()
