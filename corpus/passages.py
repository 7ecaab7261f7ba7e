"""Entry → passages: the sentence, bullet or step that is searched for, embedded and quoted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.entry import Entry

_OPENING, _CLOSING = "（(「『〔【[<〈《", "）)」』〕】]>〉》"
_ARROWS = "→➡⇒"
# A figure is no bullet: 1.5倍, 10、20代, -3%.
_BULLET = re.compile(r"(?:[・●○◎■□◆◇]|[*\-–—](?!\d)|[①-⑳]|[（(]?\d{1,2}(?:[)）]|[.．、](?!\d)))\s*")
_HEADING = re.compile(r"[〔<〈《][^〕>〉》]{1,40}[〕>〉》]\s*|[■□◆◇][^。]{1,40}$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous span of an entry: `entry.text[start:end] == text`. `heading`: the title line it stands under."""

    entry: Entry
    start: int
    end: int
    heading: str | None

    @property
    def text(self) -> str:
        """The words of the entry, to the letter."""
        return self.entry.text[self.start : self.end]

    @property
    def id(self) -> str:
        """Unique in a corpus: the entry's id and the span."""
        return f"{self.entry.id}#{self.start}-{self.end}"


@lru_cache(maxsize=1024)
def passages_of(entry: Entry) -> tuple[Passage, ...]:
    """The passages of an entry in reading order; none for an entry without text.

    A title (〔…〕) is no part of a passage; it goes with the passages below it.
    """
    found, heading = [], None
    for start, end in _spans(entry.text):
        if title := _HEADING.match(entry.text[start:end]):
            heading = title[0].strip()
            start += title.end()
        if start < end:
            found.append(Passage(entry, start, end, heading))
    return tuple(found)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Cut at line ends, and outside brackets after 。 and around arrows; blanks, arrows and bullets are dropped."""
    start, depth = 0, 0
    for position, character in enumerate(text):
        if character == "\n":
            yield from _trimmed(text, start, position)
            start, depth = position + 1, 0
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and character == "。":
            yield from _trimmed(text, start, position + 1)
            start = position + 1
        elif depth == 0 and character in _ARROWS:
            yield from _trimmed(text, start, position)
            start = position + 1
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    piece = text[start:end]
    if not _HEADING.match(piece) and (bullet := _BULLET.match(piece)):
        start += bullet.end()
    if start < end:
        yield start, end
