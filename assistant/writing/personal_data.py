"""Whether a text looks like a record of a person's case, which must not leave the machine unasked."""

import itertools
import re

from corpus.words import fold, words_of

_SIGNS = {
    "phone": re.compile(r"(?<!\d)0\d{1,4}[-‐–—−(]?\d{1,4}[-‐–—−)]?\d{3,4}(?!\d)"),
    "email": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "birthday": re.compile(r"生年月日|\d{1,4}[年/.]\d{1,2}[月/.]\d{1,2}日?(?:生|うまれ)"),
    "address": re.compile(r"\d+丁目|\d+番地|\d+番\d+号|(?<![\d-])〒?\d{3}-\d{4}(?!\d|-\d)|\d+号室"),
    "number": re.compile(r"(?:個人番号|マイナンバー|被保険者番号|受給者番号|ケース番号|世帯番号)"),
}
_CALLED = {"さん", "様", "氏", "君", "くん", "ちゃん"}


def signs_of_a_person(text: str) -> tuple[str, ...]:
    """What in a text tells who somebody is: phone, email, birthday, address, number, name; none for most questions."""
    folded = fold(text)
    found = [sign for sign, pattern in _SIGNS.items() if pattern.search(folded)]
    return (*found, "name") if _names_somebody(folded) else tuple(found)


def _names_somebody(text: str) -> bool:
    """A family name followed by さん or 様, or a family and a given name side by side."""
    words = words_of(text, split="short")
    for word, after in itertools.pairwise(words):
        is_name = word.part_of_speech[2] == "人名"
        if is_name and (after.surface in _CALLED or after.part_of_speech[2:4] == ("人名", "名")):
            return True
    return False
