"""The terms of texts, kept in a file: each text is read once, whatever becomes of the corpus around it."""

import hashlib
import json
import logging
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from embeddings.kept_arrays import read_arrays, write_arrays
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
        held = read_arrays(self._path) if self._path else {}
        kept: dict[str, list[str]] = {}
        with suppress(KeyError, IndexError, ValueError, TypeError):  # arrays, and not those that were kept here
            if str(held["fingerprint"]) == fingerprint:
                words = [sys.intern(word) for word in json.loads(held["words"].tobytes())]
                terms = [words[number] for number in held["numbers"].tolist()]
                ends = held["ends"].tolist()
                begins = [0, *ends[:-1]]
                kept = {k: terms[b:e] for k, b, e in zip(held["keys"].tolist(), begins, ends, strict=True)}
        return kept

    def _write(self, fingerprint: str) -> None:
        if self._path is None:
            return
        assert self._kept is not None
        all_terms = [term for own in self._kept.values() for term in own]
        words = {word: number for number, word in enumerate(dict.fromkeys(all_terms))}
        arrays = {
            "fingerprint": np.array(fingerprint),
            "keys": np.array(list(self._kept)),
            # An array of words would be as wide as its longest, which may be a page without a blank.
            "words": np.frombuffer(json.dumps(list(words)).encode(), dtype=np.uint8),
            "numbers": np.array([words[term] for term in all_terms], dtype=np.int32),
            "ends": np.cumsum([len(own) for own in self._kept.values()], dtype=np.int64),
        }
        try:
            write_arrays(self._path, arrays)
        except OSError as error:
            _log.warning("the terms of the corpus could not be kept: %s", error)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
