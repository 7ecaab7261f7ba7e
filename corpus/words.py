"""What words a Japanese text is made of: Sudachi's analysis, shared by place names and lexical search."""

import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from sudachipy import Dictionary, SplitMode, Tokenizer

_MODES = {"short": SplitMode.A, "middle": SplitMode.B, "long": SplitMode.C}
# Sudachi refuses more than 49,149 bytes at a time; no Japanese character takes more than four.
_MOST_CHARACTERS = 12_000


@dataclass(frozen=True, slots=True)
class Word:
    """One morpheme of a text, `text[start:end] == surface`."""

    surface: str
    start: int
    end: int
    part_of_speech: tuple[str, ...]
    normalized: str
    dictionary_form: str
    reading: str

    @property
    def is_place_name(self) -> bool:
        """True for 名詞,固有名詞,地名."""
        return self.part_of_speech[1:3] == ("固有名詞", "地名")


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


class _Tokenizers(threading.local):
    """One tokenizer a thread: Sudachi's may not be shared, its dictionary may."""

    def __init__(self) -> None:
        self.own: Tokenizer = _dictionary().tokenizer()


@cache
def _tokenizers() -> _Tokenizers:
    return _Tokenizers()


def fold(text: str) -> str:
    """The form in which texts are compared: NFKC, so that ﾌﾟﾗｯﾄﾌｫｰﾑ is プラットフォーム."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=32)  # the steps of one question read the same text several times
def words_of(text: str, *, split: Literal["short", "middle", "long"] = "long") -> tuple[Word, ...]:
    """The morphemes of `text`, in order, with offsets into it; `split` is Sudachi's A, B or C mode."""
    found = []
    for begin in range(0, len(text), _MOST_CHARACTERS):
        for m in _tokenizers().own.tokenize(text[begin : begin + _MOST_CHARACTERS], _MODES[split]):
            found.append(
                Word(
                    surface=m.surface(),
                    start=begin + m.begin(),
                    end=begin + m.end(),
                    part_of_speech=tuple(m.part_of_speech()),
                    normalized=m.normalized_form(),
                    dictionary_form=m.dictionary_form(),
                    reading=m.reading_form(),
                )
            )
    return tuple(found)
