"""What no score outvotes: a claim that names, counts, denies, widens or exchanges what its quotes do not."""

import itertools
import re
from collections.abc import Callable, Collection

from assistant.writing.acts import OWN, UNKNOWN
from assistant.writing.clauses import exchanged, roles
from assistant.writing.compared import HELD, Compared, forms
from assistant.writing.denials import is_denied_otherwise, not_done
from assistant.writing.figures import counts_of_parts, figures_held, figures_in
from assistant.writing.lexicon import new_in, pattern, word_list
from assistant.writing.order import turned_round
from corpus.words import Word, fold
from embeddings.lexical import is_content_word

_NAMES = re.compile(r"「([^「」]+)」|『([^『』]+)』")
_ADDRESS = re.compile(r"https?:|www\.|@|(?<!\d)\(?0\d{1,4}\)?[-‐‑–—―ー−]\d")
_REQUEST = re.compile(r"(?:ください|下さい|ましょう|なさい)(?:ませ|ね|よ)?[。.!]*$")
_EACH = re.compile(r"どの([一-龥]{1,4})")
_TURNED = {("subject", "target"), ("target", "source"), ("source", "target")}
"""The one role of a party in a claim and its one role in the quote that cannot both be."""
_MANY = 3
_ALIKE = 2
"""Parties with so many characters in common are taken for the same."""
_FITS_BETTER = 2
"""A quote that was not cited and lacks so many fewer of the claim's words is the one it was taken from."""


def contradictions(pair: Compared) -> list[str]:
    """What speaks against a claim by itself, by name; empty where nothing does."""
    return [name for name, holds in _RULES.items() if holds(pair)]


def _contact(pair: Compared) -> bool:
    return bool(_ADDRESS.search(pair.claim)) or new_in("contacts", pair.claim, pair.quote) > 0


def _request(pair: Compared) -> bool:
    """It tells the reader what to do, which no quote of a town's doings says; an order hidden in a row would."""
    return bool(_REQUEST.search(pair.claim))


def _figure(pair: Compared) -> bool:
    held, theirs = figures_held(pair.quote), figures_in(pair.quote)
    own = figures_in(pair.claim)
    if not any(kind == "count" for kind, _ in theirs):  # nothing is counted there: the writer counts what is told
        own -= counts_of_parts(pair.claim)
    return bool(own - theirs) or any(
        noun in held and not figures <= held[noun] for noun, figures in figures_held(pair.claim).items()
    )


def _name(pair: Compared) -> bool:
    whole = re.sub(r"\s", "", pair.quote)
    return any(re.sub(r"\s", "", one or other) not in whole for one, other in _NAMES.findall(fold(pair.claim)))


def _place(pair: Compared) -> bool:
    prefectures = {source.prefecture for source in pair.sources}
    for mention in pair.mentions:
        if mention.surface in pair.quote:
            continue
        if mention.what == "town" and not any(town.name in pair.towns for town in mention.towns):
            return True
        if mention.what == "prefecture" and not prefectures & set(mention.prefectures):
            return True
    return False


def _proper_noun(pair: Compared) -> bool:
    """A person, a place or anything else with a name of its own that the quote does not name."""
    known = pair.held | pair.of_towns | word_list("frame")
    named = [word for word in pair.own if word.part_of_speech[1] == "固有名詞" and word.surface not in pair.quote]
    return any(not forms([word]) & known for word in named)


def _body(pair: Compared) -> bool:
    """An office, a body or a building with a word in its name that the quote has not."""
    known = pair.held | pair.of_towns | word_list("frame")
    if any(
        before.surface in ("法人", "会社") and word.part_of_speech[0] == "名詞" and not forms([word]) & known
        for before, word in itertools.pairwise(pair.own)
        if word.part_of_speech[1] != "数詞"
    ):
        return True
    return any(
        len(run) > 1
        and pattern("bodies").search(name)
        and name not in pair.quote
        and any(not forms([word]) & known for word in run)
        for run in _noun_runs(pair.own)
        for name in ["".join(word.surface for word in run)]
    )


def _denial(pair: Compared) -> bool:
    """Denied in one of the two only; or most of a clause stands where the quote speaks of what was not done."""
    if is_denied_otherwise(pair.claim, pair.quote):
        return True
    denied, rest = not_done(pair.own_text, pair.cited_text)
    clauses = [[word for word, novelty in clause if novelty == HELD] for clause in pair.content]
    told = [[any(form in denied and form not in rest for form in forms([word])) for word in own] for own in clauses]
    everything = list(itertools.chain.from_iterable(told))
    return any(sum(own) >= _MANY and sum(own) > len(own) / 2 for own in (*told, everything))


def _generalisation(pair: Compared) -> bool:
    several = len(pair.sources) > 1
    found = {match[0] for match in pattern("generalisations").finditer(pair.claim) if match[0] not in pair.quote}
    found -= {words for words in found if (each := _EACH.match(words)) and f"各{each[1]}" in pair.quote}
    if pattern("breadth").search(pair.quote):
        found -= word_list("of_breadth")
    if several:
        return bool(found - word_list("of_several"))
    return bool(found) or new_in("shared", pair.claim, pair.quote) > 0


def _roles(pair: Compared) -> bool:
    """Done by others than in the quote, told to the town by those it told, received from those who gave nothing."""
    if exchanged(pair.own, pair.cited):
        return True
    agents = {act.agent for act in pair.told}
    received = {act.verb for act in pair.told if act.received}
    by_verb: dict[str, set[str]] = {}
    for act in pair.told:
        by_verb.setdefault(act.verb, set()).add(act.agent)
    for act in pair.done:
        other = act.agent not in (OWN, UNKNOWN) and not act.agent.endswith("氏")
        if other and act.verb in by_verb and not by_verb[act.verb] & {act.agent, UNKNOWN}:
            return True
        if act.received and other and act.verb not in received and not _among(act.agent, agents):
            return True
        theirs = by_verb.get(act.verb, {OWN})
        if not act.received and act.agent == OWN and not any(map(_is_own, theirs)):
            return True
        if act.received and act.agent == OWN and set(act.others) & (agents - {OWN, UNKNOWN}):
            return True
        if not act.received and OWN in act.others:
            return True
    return False


def _direction(pair: Compared) -> bool:
    """Somebody does what in the quote is done to them, gives what they got there, or the reverse."""
    theirs = roles(pair.cited)
    return any(
        (*found, *theirs.get(key, ())) in _TURNED and bool(pattern("parties").search(key))
        for key, found in roles(pair.own).items()
    )


def _is_own(party: str) -> bool:
    """The town itself, or an office of a town, which may be its own."""
    return party in (OWN, UNKNOWN) or bool(pattern("offices").search(party))


def _order(pair: Compared) -> bool:
    """Steps told in the other order. Quotes of several rows have no order among them."""
    return len(pair.sources) == 1 and turned_round(pair.own, pair.cited)


def _among(party: str, others: Collection[str]) -> bool:
    """True if a party is one of the others, or nearly called so: 有識者, 学識者."""
    return any(party == other or len(set(party) & set(other)) >= _ALIKE for other in others)


def _citation(pair: Compared) -> bool:
    own = [forms([word]) for word in pair.own if is_content_word(word) and not forms([word]) & pair.of_towns]
    missing = sum(not word & pair.held for word in own)
    return any(missing - sum(not word & other for word in own) >= _FITS_BETTER for other in pair.elsewhere)


def _noun_runs(words: tuple[Word, ...]) -> list[list[Word]]:
    runs: list[list[Word]] = [[]]
    for word in words:
        if word.part_of_speech[0] in ("名詞", "接尾辞", "接頭辞") and word.part_of_speech[1] != "数詞":
            runs[-1].append(word)
        else:
            runs.append([])
    return [run for run in runs if run]


_RULES: dict[str, Callable[[Compared], bool]] = {
    "contact": _contact,
    "request": _request,
    "figure": _figure,
    "name": _name,
    "place": _place,
    "proper_noun": _proper_noun,
    "body": _body,
    "denial": _denial,
    "generalisation": _generalisation,
    "roles": _roles,
    "direction": _direction,
    "order": _order,
    "citation": _citation,
}
