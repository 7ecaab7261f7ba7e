"""Full-text search for words as they are written: in any width, kana and spelling, with the spans that match."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from corpus.glossary import Glossary
from corpus.town_names import hiragana
from corpus.words import fold

_LONGEST = 200
"""So many characters of what is looked for are read."""
_HALF_WIDTH_MARKS = "ﾞﾟ"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the form in which words are looked for; `origins`: where in the original each character stood."""

    text: str
    origins: tuple[Span, ...]

    def spans(self, pattern: re.Pattern[str]) -> tuple[Span, ...]:
        """Where the pattern matches, as spans of the original."""
        return tuple(
            (self.origins[match.start()][0], self.origins[match.end() - 1][1])
            for match in pattern.finditer(self.text)
            if match.end() > match.start()
        )


def folded(text: str) -> Folded:
    """A text without differences of width, case and kana: ﾌﾟﾗｯﾄ, プラット and ぷらっと are one."""
    parts: list[str] = []
    origins: list[Span] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (text[end] in _HALF_WIDTH_MARKS or unicodedata.combining(text[end])):
            end += 1
        part = _same(text[start:end])
        parts.append(part)
        origins += [(start, end)] * len(part)
        start = end
    return Folded("".join(parts), tuple(origins))


def _same(text: str) -> str:
    return hiragana(fold(text).lower())


class WordSearch:
    """Turns what someone looks for into patterns over folded texts; spellings of one word find each other."""

    def __init__(self, glossary: Glossary) -> None:
        self._groups = [tuple(_same(spelling) for spelling in group) for group in glossary.variants]

    def patterns(self, words: str) -> tuple[re.Pattern[str], ...]:
        """A pattern for each word, all of which have to be found; none if nothing is looked for."""
        found = dict.fromkeys(folded(words[:_LONGEST]).text.split())
        return tuple(re.compile(self._in_any_spelling(word)) for word in found)

    def _in_any_spelling(self, word: str) -> str:
        return "".join(
            self._spellings[part] if part in self._spellings else re.escape(part) for part in self._known.split(word)
        )

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Each spelling with a pattern for all of its group, the longest first."""
        return {
            spelling: "(?:" + "|".join(map(_whole, sorted(group, key=len, reverse=True))) + ")"
            for group in reversed(self._groups)  # a spelling of two groups counts in the first
            for spelling in group
        }

    @cached_property
    def _known(self) -> re.Pattern[str]:
        longest_first = sorted(self._spellings, key=len, reverse=True)
        return re.compile("(" + ("|".join(map(_whole, longest_first)) or r"(?!)") + ")")


def _whole(spelling: str) -> str:
    """In Latin letters only as a whole word: the PT of 「PT」, not of 「option」."""
    return rf"(?<![a-z]){re.escape(spelling)}(?![a-z])" if spelling.isascii() else re.escape(spelling)
