"""Who does what to whom in what a town tells: read from particles and verbs, enough to see roles exchanged."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.writing.lexicon import pattern, word_list
from corpus.words import Word

OWN = "own"
"""The party that is the town itself, whose own words the quotes are."""
UNKNOWN = "unknown"

_CASES = {
    "は": "topic",
    "も": "subject",
    "が": "subject",
    "に": "beside",
    "へ": "beside",
    "から": "from",
    "より": "from",
}
_SIDES = ("ほう", "方")
_CLOSING = {"」", "』", ")", "等", "など", "ら", "側", "たち", *_SIDES}
_NOMINAL = {"名詞", "接尾辞", "接頭辞"}
_NO_CASE = re.compile(r"に(?:よ|つ|お|あた|関|と|わた|向け|応|沿|基)|と(?:して|し|と|い|の)|には|への")
_AT = re.compile(r"にお(?:いて|かれ)")
_CLEFT = re.compile(r"(?:し|さ|せ)?(?:れ|られ)?(?:て(?:い)?)?[ただる]のは")
_DONE = re.compile(
    r"(?:し|す|さ|せ|いただ|頂|ください|を(?:行|実施|図|進|受|得|し|も(?!と)|いただ|求|頼|開)|が(?:あ|なさ|寄|行)|に(?:着手|取り)|、|→|➡|。|・)"
)
_PASSIVE = re.compile(r"(?:さ|せ)?(?:れ|られ)(?:て|た|、|ま|る|$)")
_ASKED = re.compile(r"し?[てで](?:もら|いただ|頂)")
_RECEIVED = re.compile(r"を?(?:もら|いただ|頂)|を(?:受け|得|頼)|が(?:あ|寄|なさ|届)")
_RECEIVING = {"受ける", "受け取る", "得る", "教わる"}
_WISHED = ("して欲", "してほ", "てほし")
_STANDING = {"有る", "居る", "通じる", "成る", "共通", "重なる"}
_GOES_ON = {"うえ", "後", "あと", "ところ"}
"""Nouns behind a verb after which who acted before still acts."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done: the verb, who does it, to whom or from whom, and whether it is told as received.

    Parties are OWN, UNKNOWN or a head noun. What a town tells of and nobody is named for, it does itself: OWN.
    `received`: told in the passive, or as a thing got (助言を受ける). Who is asked to act (語ってもらう) acts.
    """

    verb: str
    agent: str
    others: tuple[str, ...]
    received: bool


def acts(words: Sequence[Word], towns: Collection[str]) -> list[Act]:
    """Every act of a text, in order; `towns` are the names of those whose own words it is."""
    reading = _Reading(words, towns)
    return [act for i in range(len(words)) for act in reading.step(i)]


@dataclass
class _Reading:
    """A text read word by word: who was named last, in which role."""

    words: Sequence[Word]
    towns: Collection[str]
    subject: str = ""
    held: bool = False
    topic: str = ""
    beside: list[str] = field(default_factory=list)
    givers: list[str] = field(default_factory=list)

    def step(self, i: int) -> Iterator[Act]:
        word = self.words[i]
        if word.part_of_speech[0] == "助詞":
            self._take(i)
            return
        is_verb = word.part_of_speech[0] == "動詞"
        leads_to_noun = (is_verb or _is_action(word)) and self._leads_to_noun(i)
        if self._is_act(i):
            yield self._act(i)
            if not self._behind(i).startswith(_WISHED):
                self.beside, self.givers = [], []
        elif word.normalized in _STANDING:
            self.beside = []  # whoever stands beside one of these stands beside nothing else
        elif not is_verb:
            return
        if leads_to_noun and not self.held:
            self.subject = ""  # the one who acts within a clause before a noun is not the one who acts after it

    def _take(self, i: int) -> None:
        """Remembers whoever a case particle marks."""
        case, text = _CASES.get(self.words[i].surface), self.words[i].surface + self._behind(i)
        party = self._party(i) if case else ""
        if not party:
            return
        if _AT.match(text) and party != OWN:
            self.subject = party
        elif _NO_CASE.match(text):
            return
        elif case == "subject":
            self.subject, self.held = party, self._behind(i).startswith("、")
        elif case == "topic":
            self.topic, self.subject = party, ""
        else:
            (self.givers if case == "from" else self.beside).append(party)

    def _act(self, i: int) -> Act:
        verb, behind = self.words[i].normalized, self._behind(i)
        agent = (self._after_cleft(i) if _CLEFT.match(behind) else "") or self.subject or self.topic
        if _ASKED.match(behind):
            return Act(verb, next(iter((*self.givers, *self.beside, *self._owner(i))), UNKNOWN), (), received=False)
        if verb in _RECEIVING or _RECEIVED.match(behind):
            giver = next(iter(self.givers or self._owner(i)), UNKNOWN)
            return Act(verb, giver, (agent,) if agent else (), received=True)
        if _PASSIVE.match(behind) or verb == "寄せる":
            others = tuple(party for party in (agent, *self.beside) if party)
            return Act(verb, next(iter(self.givers), UNKNOWN), others, received=True)
        return Act(verb, agent or OWN, tuple(self.beside), received=False)

    def _is_act(self, i: int) -> bool:
        word = self.words[i]
        if word.normalized in word_list("no_acts"):
            return False
        if word.part_of_speech[0] == "動詞":
            return True
        return _is_action(word) and (i + 1 == len(self.words) or bool(_DONE.match(self._behind(i))))

    def _leads_to_noun(self, i: int) -> bool:
        rest = self.words[i + 1 : i + 6]
        between = 0
        while between < len(rest) and (
            rest[between].part_of_speech[0] in ("助動詞", "動詞") or rest[between].surface in ("て", "で")
        ):
            between += 1
        if between == len(rest) or (between == 0 and self.words[i].part_of_speech[0] != "動詞"):
            return False
        if between and rest[between - 1].surface in ("て", "で"):
            return False
        return rest[between].part_of_speech[0] in ("名詞", "接頭辞") and rest[between].surface not in _GOES_ON

    def _after_cleft(self, i: int) -> str:
        """Who 伝えたのは … です points at."""
        start = next(j for j in range(i + 1, len(self.words)) if self.words[j].surface == "は")
        ends = ("です", "で", "でし", "だ", "だっ", "、")
        end = next((j for j in range(start + 1, len(self.words)) if self.words[j].surface in ends), len(self.words))
        return self._party(end)

    def _owner(self, i: int) -> list[str]:
        """Whose it is that is received: ゲストの生活史を語っていただき."""
        found = [self._party(j) for j in range(max(0, i - 6), i) if self.words[j].surface == "の"]
        return [party for party in found if party][-1:]

    def _party(self, i: int) -> str:
        """Who stands right before word `i`: OWN, a head noun, or "" for a thing."""
        last = self._before_closing(i - 1)
        is_side = i > 0 and self.words[i - 1].surface in ("側", "ら", *_SIDES)
        if last >= 0 and self.words[i - 1].surface in ("側", *_SIDES) and self.words[last].surface == "の":
            last = self._before_closing(last - 1)
        first = last
        while first >= 0 and self.words[first].part_of_speech[0] in _NOMINAL:
            first -= 1
        nouns = self.words[first + 1 : last + 1]
        name = "".join(word.surface for word in nouns)
        if not name:
            return ""
        if name in word_list("pronouns"):
            return UNKNOWN
        if name in word_list("own") or name.startswith(tuple(self.towns)):
            return OWN
        return _head(nouns) if is_side or pattern("parties").search(name) else ""

    def _before_closing(self, i: int) -> int:
        while i >= 0 and self.words[i].surface in _CLOSING:
            i -= 1
            if self.words[i + 1].surface == ")":  # what stands in brackets only explains
                i = next((j for j in range(i, -1, -1) if self.words[j].surface == "("), 0) - 1
        return i

    def _behind(self, i: int) -> str:
        return "".join(word.surface for word in self.words[i + 1 : i + 8])


def _head(nouns: Sequence[Word]) -> str:
    own = nouns[-1].normalized
    return nouns[-2].normalized + own if nouns[-1].part_of_speech[0] == "接尾辞" and len(nouns) > 1 else own


def _is_action(word: Word) -> bool:
    return word.part_of_speech[0] == "名詞" and "サ変" in word.part_of_speech[2]
