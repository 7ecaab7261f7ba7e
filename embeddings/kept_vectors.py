"""The vectors of a corpus's sample questions, kept in a file: each is embedded once, whatever becomes of the index."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from embeddings.encoder import Matrix, Vector
from embeddings.errors import HomeUnwritableError
from embeddings.kept_arrays import read_arrays, write_arrays

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
            held, self._kept = read_arrays(self._path), {}
            with suppress(KeyError, ValueError, TypeError):  # arrays, and not those that were kept here
                if str(held["model"]) == self._model:
                    self._kept = dict(zip(held["keys"].tolist(), held["vectors"], strict=True))
        return self._kept

    def _write(self, kept: dict[str, Vector]) -> None:
        self._kept = kept
        arrays = {
            "model": np.array(self._model),
            "keys": np.array(list(kept)),
            "vectors": np.array(list(kept.values())),
        }
        try:
            write_arrays(self._path, arrays)
        except OSError as error:
            raise HomeUnwritableError(folder=str(self._path.parent), reason=str(error)) from error


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
