"""A model's text as sentences of plain words, each with the numbers that it cites."""

import re
from dataclasses import dataclass

from corpus.words import fold

_MARKER = re.compile(r"[\[［〔【]\s*(\d{1,3}(?:\s*[,、・]\s*\d{1,3})*)\s*[\]］〕】]")
_MARKERS = re.compile(rf"(?:{_MARKER.pattern}\s*)+")
_END = re.compile(rf"[。!?！？]+\s*(?:{_MARKERS.pattern})?|\n+|$")
_TAGS = re.compile(r"<[^<>]{0,2000}>|!\[[^\]]*\]\([^)]*\)")
_LISTED = re.compile(r"^\s*(?:[-*・●#>]+|\d{1,2}[.)．])\s+")
_BLANK_BEFORE = re.compile(r"\s+(?=[。、])")
_KANA = re.compile(r"[ぁ-ヿ]")
_LEAST_KANA = 0.15


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence: its words without markers, and the numbers that it cites, in order."""

    text: str
    citations: tuple[int, ...]


def sentences_of(text: str) -> tuple[Written, ...]:
    """The sentences of a text, tags and images taken out; markers behind a full stop belong to the sentence before.

    What stands in brackets 「…。」 is not cut.
    """
    found = []
    for piece in _pieces(_TAGS.sub("", text)):
        numbers = [int(n) for group in _MARKER.findall(fold(piece)) for n in re.split(r"[,、・\s]+", group) if n]
        words = " ".join(_LISTED.sub("", _MARKER.sub("", fold(piece))).replace("**", "").split())
        if words.strip("。、.,!? "):
            found.append(Written(_BLANK_BEFORE.sub("", words), tuple(dict.fromkeys(numbers))))
        elif numbers and found:
            found[-1] = Written(found[-1].text, tuple(dict.fromkeys((*found[-1].citations, *numbers))))
    return tuple(found)


def whole_sentences_of(text: str) -> tuple[Written, ...]:
    """The sentences that are complete so far, of a text that is still being written."""
    ends = [match.end() for match in _END.finditer(text) if match[0].strip()]
    return sentences_of(text[: ends[-1]]) if ends else ()


def is_japanese(text: str) -> bool:
    """True if a fair part of the letters is kana."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and len(_KANA.findall(text)) / len(letters) >= _LEAST_KANA


def _pieces(text: str) -> list[str]:
    pieces, start = [], 0
    for match in _END.finditer(text):
        piece = text[start : match.end()]
        if piece.count("「") > piece.count("」") and "\n" not in match[0] and match[0]:
            continue
        pieces.append(piece)
        start = match.end()
    return pieces
