"""The role in which each noun of a text stands, read from particles and what follows them."""

import re
from collections.abc import Collection, Iterator, Sequence
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
    r"|を[^、。を]{1,20}に(?:活用|使|用い|生か|活か|転用|充て)"
)
_PRODUCT = re.compile(
    r"[をが](?:設置|設け|立ち上げ|立上げ|つく|作|構築|整備|生まれ|置|組織)|と(?:なりま|なっ|なる)|の(?:母体|土台|ベース|基(?!づ|準)|下敷)"
)
_TAKEN_FOR = re.compile(
    r"[^、。をがは]{0,6}?(?:的な?|の(?:よう|かたち|形)[なに]?|という|と)(?:位置|立場|扱|形|する|し(?!て)|さ|見な|みな|定)"
    r"|[^、。をがは]{0,4}?に(?:あた|当た|相当)"
)
# 団体に教えてもらう; 団体が呼びかけの相手
_RECEIVED = re.compile(r"[^、。がをは]{0,12}?(?:[てで](?:もら|いただ|頂)|教わ|助けられ)")
_COUNTERPART = re.compile(r"[^、。がをは]{0,8}の相手")
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
    """True if what the one text makes something of is what the other makes, or what it takes for something."""
    bases, products = _bases_and_products(own)
    their_bases, their_products = _bases_and_products(cited)
    if bases & their_products - their_bases or products & their_bases - their_products:
        return True
    nouns, their_nouns = _nouns(own), _nouns(cited)
    pairs = [(bases, their_bases)]
    regarded, theirs = _regarded(own), _regarded(cited)
    pairs += [(taken, theirs[as_what]) for as_what, taken in regarded.items() if as_what in theirs]
    return any(
        one and other and not _meet(one, other) and _stand_in(their_nouns, one) and _stand_in(nouns, other)
        for one, other in pairs
    )


def _meet(one: Collection[str], other: Collection[str]) -> bool:
    """True if a noun of the one is one of the other, or a shorter name for it."""
    return any(a.endswith(b) or b.endswith(a) for a in one for b in other)


def _stand_in(nouns: Collection[str], named: Collection[str]) -> bool:
    """True if all are among the nouns, perhaps by a shorter name."""
    return all(any(name.endswith(noun) for noun in nouns) for name in named)


def _nouns(words: Sequence[Word]) -> set[str]:
    """The last two words of each noun run, by which `exchanged` knows a noun again."""
    return {
        "".join(reversed(_nouns_before(words, i)[:2]))
        for i in range(1, len(words) + 1)
        if words[i - 1].part_of_speech[0] in _NOMINAL
        and (i == len(words) or words[i].part_of_speech[0] not in _NOMINAL)
    }


def _regarded(words: Sequence[Word]) -> dict[str, set[str]]:
    """What is taken for what (AをBと位置づける): the nouns A by the first word of the noun B."""
    found: dict[str, set[str]] = {}
    for i, word in enumerate(words):
        begins = word.part_of_speech[0] in _NOMINAL and not (i and words[i - 1].part_of_speech[0] in _NOMINAL)
        if begins and _TAKEN_FOR.match("".join(other.surface for other in words[i + 1 : i + 9])):
            taken = _object_before(words, i)
            if taken:
                found.setdefault(word.normalized, set()).add(taken)
    return found


def _object_before(words: Sequence[Word], i: int) -> str:
    """The noun before word `i`, in its clause if it can be, that を marks, else that が or は does."""
    for ends in ("、。", "。"):
        start = max((j + 1 for j in range(i) if words[j].surface in ends), default=0)
        for particle in ("を", "が", "は"):
            for j in range(i - 1, start, -1):
                if words[j].surface == particle and words[j].part_of_speech[0] == "助詞":
                    is_side = words[j - 1].surface in ("ほう", "方")  # 会議のほうを
                    return "".join(reversed(_nouns_before(words, j - 2 if is_side else j)[:2]))
    return ""


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
    behind = "".join(word.surface for word in rest)
    if role == "target" and _RECEIVED.match(behind):
        return "source"
    if role == "subject" and _COUNTERPART.match(behind):
        return "target"
    if role == "subject" and _PASSIVE.search(behind):
        return "object"
    return role
