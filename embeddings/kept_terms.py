"""The terms of texts, kept in a file: each text is read once, whatever becomes of the corpus around it."""

import hashlib
import logging
import os
import sys
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from embeddings.lexical import Terms

_log = logging.getLogger(__name__)


class KeptTerms:
    """Text → its terms, in memory and, where there is a `path`, in a file. What cannot be read counts as not kept.

    Without the file a start takes longer, and nothing else: where it cannot be written, the log says so.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._kept: dict[str, list[str]] | None = None

    def of(self, texts: Sequence[str], terms: Terms) -> list[list[str]]:
        """The terms of each text; these texts are kept, and no others."""
        before = self._kept if self._kept is not None else self._read(terms.fingerprint)
        keys = [_key(text) for text in texts]
        self._kept = {}
        for key, text in zip(keys, texts, strict=True):
            if key not in self._kept:
                self._kept[key] = before[key] if key in before else [sys.intern(term) for term in terms(text)]
        if self._kept.keys() != before.keys():
            self._write(terms.fingerprint)
        return [self._kept[key] for key in keys]

    def _read(self, fingerprint: str) -> dict[str, list[str]]:
        kept: dict[str, list[str]] = {}
        if self._path is None:
            return kept
        # Whatever a damaged file makes NumPy raise; it does not close a file that it opened and could not read.
        with (
            suppress(OSError, ValueError, KeyError, EOFError, IndexError, BadZipFile, NotImplementedError, zlib.error),
            self._path.open("rb") as file,
            np.load(file) as held,
        ):
            if str(held["fingerprint"]) == fingerprint:
                words = [sys.intern(word) for word in held["words"].tolist()]
                terms = [words[number] for number in held["numbers"].tolist()]
                ends = held["ends"].tolist()
                begins = [0, *ends[:-1]]
                kept = {k: terms[b:e] for k, b, e in zip(held["keys"].tolist(), begins, ends, strict=True)}
        return kept

    def _write(self, fingerprint: str) -> None:
        """Puts the file in its place whole: nobody reads half of one."""
        if self._path is None:
            return
        assert self._kept is not None
        all_terms = [term for own in self._kept.values() for term in own]
        words = {word: number for number, word in enumerate(dict.fromkeys(all_terms))}
        unfinished = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                np.savez_compressed(
                    file,
                    fingerprint=fingerprint,
                    keys=np.array(list(self._kept)),
                    words=np.array(list(words)),
                    numbers=np.array([words[term] for term in all_terms], dtype=np.int32),
                    ends=np.cumsum([len(own) for own in self._kept.values()], dtype=np.int64),
                )
            unfinished.replace(self._path)
        except OSError as error:
            _log.warning("the terms of the corpus could not be kept: %s", error)
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
