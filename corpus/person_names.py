"""Whether words name a person. Offices are kept, persons are not: they move on, and are nobody's business."""

import itertools
import re

from corpus.words import fold, words_of

_TITLE = re.compile(r"(?:担当者?|係長?|課長|部長|主査|主任|主事|参事|氏名)\s*[:：]?\s*$")
_CALLED = {"さん", "様", "氏", "君", "くん", "殿"}


def names_a_person(text: str) -> bool:
    """True for a family and a given name side by side, and for a family name with 様 or after 担当: and the like."""
    folded = fold(text)
    words = [word for word in words_of(folded, split="short") if word.surface.strip()]
    for word, after in itertools.zip_longest(words, words[1:]):
        if word.part_of_speech[2] not in ("人名", "地名"):  # many family names are names of places too: 福山, 三原
            continue
        if after is not None and after.part_of_speech[2:4] == ("人名", "名"):
            return True
        called = after is not None and after.surface in _CALLED
        titled = _TITLE.search(folded[: word.start]) and (after is None or after.part_of_speech[0] != "名詞")
        if called or titled:
            return True
    return False
