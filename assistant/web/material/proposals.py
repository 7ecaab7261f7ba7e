"""Imports that were looked at and not yet confirmed."""

import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from corpus.errors import CorpusChangedError
from corpus.given import Given
from corpus.librarian import Librarian, Proposal

_KEPT = 4
"""So many previews may be open at once; each holds its files in memory."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The files as they were given, what their headings were said to mean, and what they would change."""

    token: str
    files: Sequence[Given]
    named: Mapping[str, str]
    proposal: Proposal
    librarian: Librarian


class Proposals:
    """The newest few."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: OrderedDict[str, Looked] = OrderedDict()

    def look(self, librarian: Librarian, files: Sequence[Given], named: Mapping[str, str]) -> Looked:
        """Reads the files; nothing is changed. Raises CorpusError for a corpus that is broken already."""
        looked = Looked(secrets.token_urlsafe(16), files, named, librarian.propose(files, named), librarian)
        with self._lock:
            self._open[looked.token] = looked
            while len(self._open) > _KEPT:
                self._open.popitem(last=False)
        return looked

    def take(self, librarian: Librarian, token: str) -> Looked:
        """The proposal, once. Raises CorpusChangedError where it is not held any more, or is for another corpus."""
        with self._lock:
            found = self._open.pop(token, None)
        if found is None or found.librarian is not librarian:
            raise CorpusChangedError
        return found
