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
class Claim:
    """A part of a sentence, and the numbers right behind it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence: its words without markers, the numbers that it cites, in order, and which part cites which."""

    text: str
    citations: tuple[int, ...]
    parts: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What it says of which quotes; where words follow the last number, all of it says it of all of them."""
        return self.parts or (Claim(self.text, self.citations),)


def sentences_of(text: str) -> tuple[Written, ...]:
    """The sentences of a text, tags and images taken out; markers behind a full stop belong to the sentence before.

    What stands in brackets 「…。」 is not cut.
    """
    found = []
    for piece in _pieces(_TAGS.sub("", text)):
        numbers, words = _numbers(piece), _words(piece)
        if words.strip("。、.,!? "):
            found.append(Written(words, tuple(dict.fromkeys(numbers)), _parts(piece)))
        elif numbers and found:
            found[-1] = Written(found[-1].text, tuple(dict.fromkeys((*found[-1].citations, *numbers))))
    return tuple(found)


def _numbers(text: str) -> list[int]:
    return [int(n) for group in _MARKER.findall(fold(text)) for n in re.split(r"[,、・\s]+", group) if n]


def _words(text: str) -> str:
    return _BLANK_BEFORE.sub("", " ".join(_LISTED.sub("", _MARKER.sub("", fold(text))).replace("**", "").split()))


def _parts(sentence: str) -> tuple[Claim, ...]:
    """The parts that numbers part it into; none where there is one alone, or words behind the last number."""
    ends = [match.end() for match in _MARKERS.finditer(sentence)]
    if len(ends) < 2 or sentence[ends[-1] :].strip("。、.,!? \n"):
        return ()
    pieces = [sentence[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    return tuple(Claim(_words(piece).lstrip("、。 "), tuple(dict.fromkeys(_numbers(piece)))) for piece in pieces)


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
