"""Who does what to whom, read from particles alone: a shallow reading, enough to see roles exchanged."""

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
_PASSIVE = re.compile(r"[さら]れ")
_NOT_DOING = {"為る", "居る", "有る", "成る", "行く", "来る", "呉れる", "頂く", "貰う"}
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
        last = i - 1
        while last >= 0 and words[last].surface in _CLOSING:
            last -= 1
        nouns = []
        while last >= 0 and words[last].part_of_speech[0] in _NOMINAL:
            nouns.append(words[last].normalized)
            last -= 1
        following = "".join(other.surface for other in words[i : i + 5])
        if nouns and not following.startswith(_NO_ROLE):
            yield Argument(tuple(nouns), _role(role, following, words[i + 1 : i + 12]), i)


def roles(words: Sequence[Word]) -> dict[str, set[str]]:
    """The roles in which each noun stands."""
    found: dict[str, set[str]] = {}
    for argument in arguments(words):
        found.setdefault(argument.key, set()).add(argument.role)
    return found


def active_subjects(words: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    """The nouns marked by が that do something themselves."""
    waiting: list[tuple[str, ...]] = []
    by_position = {a.position: a for a in arguments(words) if words[a.position].surface == "が"}
    for i in range(len(words)):
        if i in by_position:
            waiting.append(by_position[i].nouns)
        if _does_something(words, i):
            passive = any(other.normalized in ("れる", "られる") for other in words[i + 1 : i + 4])
            if not passive:
                yield from waiting
            waiting = []


def _does_something(words: Sequence[Word], i: int) -> bool:
    kind = words[i].part_of_speech
    if kind[0] == "動詞":
        return words[i].normalized not in _NOT_DOING
    following = words[i + 1].normalized if i + 1 < len(words) else ""
    return kind[0] == "名詞" and "サ変" in kind[2] and following in ("為る", "致す", "行う", "出来る")


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
