"""A text cut into words, as the finders of places need it."""

import re
from dataclasses import dataclass
from functools import cached_property

from corpus.places import Mention, Town
from corpus.town_names import canonical, hiragana
from corpus.words import Word, words_of

THING_AFTER = re.compile(
    r"大学|大(?=教授|生)|高校|高等|銀行|新聞|電力|ガス|鉄道|新幹線|放送|テレビ|空港|駅|城|自動車|通商|合成|製作所|製鉄|地震|豪雨"
    r"|半島|湾|港|川|湖|山地|盆地|平野|諸島|海峡|弁|藩|支店|支社|本線|線|通運|前(?!市長|知事)|議定書|万博|牛(?!久)|風(?=の味)|オリンピック|五輪|ディズニー|ドーム|の(?:構造|苦|輪|塔|丸|名人)"
)
"""What makes a bare place name part of another thing's name: 熊本|城, 京都|大学."""


@dataclass(frozen=True)
class CutText:
    """A folded text in long words, to judge bare names by, and short ones, for where words begin and end."""

    text: str

    @cached_property
    def long(self) -> tuple[Word, ...]:
        """Sudachi's long units: 東久留米市, 熊本城."""
        return words_of(self.text)

    @cached_property
    def short(self) -> tuple[Word, ...]:
        """Sudachi's short units: 東久留米|市."""
        return words_of(self.text, split="short")

    @cached_property
    def canonical(self) -> str:
        """The text with old forms of characters made new, as `town_names` keeps them."""
        return canonical(self.text)

    @cached_property
    def hiragana(self) -> str:
        """`canonical` with katakana as hiragana."""
        return hiragana(self.canonical)

    @cached_property
    def begins(self) -> dict[int, Word]:
        """The short word that begins at an offset."""
        return {word.start: word for word in self.short}

    @cached_property
    def ends(self) -> dict[int, Word]:
        """The short word that ends at an offset."""
        return {word.end: word for word in self.short}


def place_at(text: str, start: int, end: int, meaning: tuple[Town, ...] | str) -> Mention:
    """The mention of towns, or of a prefecture given by its full name, at `text[start:end]`."""
    surface = text[start:end]
    if isinstance(meaning, str):
        return Mention(start, end, surface, "prefecture", name=meaning, prefectures=(meaning,))
    return Mention(start, end, surface, "town", towns=meaning)
