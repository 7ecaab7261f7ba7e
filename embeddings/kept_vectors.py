"""The vectors of a corpus's sample questions, kept in a file: each is embedded once, whatever becomes of the index."""

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from embeddings.encoder import Matrix, Vector
from embeddings.errors import HomeUnwritableError

_BATCH = 512
"""So many are embedded before the file is written: stopped half-way, it goes on from there."""


class KeptVectors:
    """Text → vector, in one file that fits one model. What cannot be read counts as nothing kept."""

    def __init__(self, path: Path, model: str) -> None:
        """`model`: changes with the model and with how it is asked; vectors of another are not used."""
        self._path, self._model = path, model
        self._kept: dict[str, Vector] | None = None

    def holds(self, texts: Sequence[str]) -> bool:
        """True if each text has its vector."""
        return all(_key(text) in self._read() for text in texts)

    def of(self, texts: Sequence[str]) -> tuple[list[int], Matrix]:
        """The numbers of the texts that have a vector, and these; shape (their number, dimensions)."""
        kept = self._read()
        held = [number for number, text in enumerate(texts) if _key(text) in kept]
        return held, np.array([kept[_key(texts[number])] for number in held], dtype=np.float32)

    def keep(self, texts: Sequence[str], embed: Callable[[Sequence[str]], Matrix]) -> None:
        """Gives just these texts a vector each, and embeds what has none yet. Raises HomeUnwritableError."""
        wanted = {_key(text): text for text in texts}
        before = self._read()
        kept = {key: before[key] for key in wanted if key in before}
        missing = [key for key in wanted if key not in kept]
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            kept |= zip(batch, embed([wanted[key] for key in batch]), strict=True)
            self._write(kept)
        if len(before) != len(kept):
            self._write(kept)

    def forget(self) -> None:
        """Lets go of what was read, so that the file is read anew."""
        self._kept = None

    def _read(self) -> dict[str, Vector]:
        if self._kept is None:
            self._kept = {}
            # Whatever a damaged file makes NumPy raise; it does not close a file that it opened and could not read.
            with (
                suppress(OSError, ValueError, KeyError, EOFError, BadZipFile),
                self._path.open("rb") as file,
                np.load(file) as kept,
            ):
                if str(kept["model"]) == self._model:
                    self._kept = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        return self._kept

    def _write(self, kept: dict[str, Vector]) -> None:
        """Puts the file in its place whole: nobody reads half of one."""
        self._kept = kept
        unfinished = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                np.savez(file, model=self._model, keys=np.array(list(kept)), vectors=np.array(list(kept.values())))
            unfinished.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise HomeUnwritableError(folder=str(self._path.parent), reason=str(error)) from error


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
