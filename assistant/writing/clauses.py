"""The role in which each noun of a text stands, read from particles and what follows them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.words import Word

_ROLES = {"は": "topic", "が": "subject", "を": "object", "に": "target", "へ": "target", "から": "source"}
_ROLES |= {"より": "source", "と": "with", "で": "place"}
_CLOSING = {"」", "』", ")", "等", "など", "ら", "側", "たち"}
_TOWARDS = ("に対", "に向", "へ")
_FROM = ("をベース", "を基", "をもと", "から", "より")
_NO_ROLE = ("によ", "につ", "におい", "にあた", "に関")
_BASE = re.compile(
    r"を(?:ベース|基|もと|土台|母体|足場|下敷|活用|生か|活か|用い|使|拡充|発展)|に[^、。]{0,12}加(?:え|わ)"
)
_PRODUCT = re.compile(
    r"[をが](?:設置|設け|立ち上げ|立上げ|つく|作|構築|整備|生まれ|置|組織)|と(?:なりま|なっ|なる)|の(?:母体|土台|ベース|基(?!づ|準)|下敷)"
)
_PASSIVE = re.compile(r"[さら]れ")
_NOMINAL = {"名詞", "接尾辞", "接頭辞"}


@dataclass(frozen=True, slots=True)
class Argument:
    """A noun run (normalised words, last first) before a particle, and its role."""

    nouns: tuple[str, ...]
    role: str
    position: int

    @property
    def key(self) -> str:
        """The last two words, by which the same noun is known again."""
        return "".join(reversed(self.nouns[:2]))


def arguments(words: Sequence[Word]) -> Iterator[Argument]:
    """Every noun that a case particle marks; が before a passive marks an object."""
    for i, word in enumerate(words):
        role = _ROLES.get(word.surface) if word.part_of_speech[0] == "助詞" and i else None
        if role is None or (word.surface == "は" and words[i - 1].surface in ("に", "で", "から", "へ", "と")):
            continue
        nouns = _nouns_before(words, i)
        following = "".join(other.surface for other in words[i : i + 5])
        if nouns and not following.startswith(_NO_ROLE):
            yield Argument(tuple(nouns), _role(role, following, words[i + 1 : i + 12]), i)


def roles(words: Sequence[Word]) -> dict[str, set[str]]:
    """The roles in which each noun stands."""
    found: dict[str, set[str]] = {}
    for argument in arguments(words):
        found.setdefault(argument.key, set()).add(argument.role)
    return found


def exchanged(own: Sequence[Word], cited: Sequence[Word]) -> bool:
    """True if what the one text makes something of is what the other makes."""
    bases, products = _bases_and_products(own)
    their_bases, their_products = _bases_and_products(cited)
    return bool(bases & their_products - their_bases or products & their_bases - their_products)


def _bases_and_products(words: Sequence[Word]) -> tuple[set[str], set[str]]:
    bases, products = set(), set()
    for i, word in enumerate(words):
        if word.surface not in ("を", "に", "が", "と", "の"):
            continue
        nouns = _nouns_before(words, i)
        key = "".join(reversed(nouns[:2]))
        following = "".join(other.surface for other in words[i : i + 12])
        if key and _BASE.match(following):
            bases.add(key)
        if key and _PRODUCT.match(following):
            products.add(key)
    return bases, products


def _nouns_before(words: Sequence[Word], i: int) -> list[str]:
    """The noun run before word `i`, last first, whatever closes it."""
    last = i - 1
    while last >= 0 and words[last].surface in _CLOSING:
        last -= 1
    nouns = []
    while last >= 0 and words[last].part_of_speech[0] in _NOMINAL:
        nouns.append(words[last].normalized)
        last -= 1
    return nouns


def _role(role: str, following: str, rest: Sequence[Word]) -> str:
    if following.startswith(_TOWARDS):
        return "target"
    if following.startswith(_FROM):
        return "source"
    if following.startswith(("として", "とし")):
        return "as"
    if role == "subject" and _PASSIVE.search("".join(word.surface for word in rest)):
        return "object"
    return role
