"""The softer signs that a sentence is not supported by what it cites: none decides, they are weighed together."""

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, fields

from assistant.writing.acts import OWN, UNKNOWN
from assistant.writing.clauses import roles
from assistant.writing.compared import NEAR, NEW, Compared
from assistant.writing.lexicon import new_in, pattern
from corpus.words import Word

_LENGTH = 50
_LEAST_WORDS = 2
"""A clause of fewer content words is no measure of what is new in it."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Counts over all claims of a sentence, or the worst of any clause, in the order of the weights of support.toml.

    `new_words`, `near_words`: content words that the quotes have not, or nearly have. `newest_clause`: the largest
    share of new words in a clause. `new_in_a_row`: the longest run of them. `outcomes`: what came of it.
    `meant_not_done`: acts told as done that the quote only means. `new_agents`: others who act. The `…_conflicts`:
    nouns in another role than in the quote. `density`: content words in 50 characters.
    """

    new_words: float
    near_words: float
    newest_clause: float
    new_in_a_row: float
    outcomes: float
    meant_not_done: float
    new_agents: float
    agent_conflicts: float
    direction_conflicts: float
    object_conflicts: float
    density: float

    def values(self) -> tuple[float, ...]:
        """The numbers alone."""
        return astuple(self)

    @staticmethod
    def names() -> tuple[str, ...]:
        """What each of the values is called."""
        return tuple(field.name for field in fields(Signs))


def signs_of(pairs: Sequence[Compared]) -> Signs:
    """The signs of a sentence, given all its claims beside their quotes."""
    novelties = [[[novelty for _, novelty in clause] for clause in pair.content] for pair in pairs]
    flat = [novelty for claim in novelties for clause in claim for novelty in clause]
    return Signs(
        new_words=flat.count(NEW),
        near_words=flat.count(NEAR),
        newest_clause=max((sum(c) / len(c) for claim in novelties for c in claim if len(c) >= _LEAST_WORDS), default=0),
        new_in_a_row=max((_longest_run([n for c in claim for n in c]) for claim in novelties), default=0),
        outcomes=sum(new_in("outcomes", pair.claim, pair.quote) for pair in pairs),
        meant_not_done=sum(_meant_not_done(pair.own, pair.cited) for pair in pairs),
        new_agents=sum(_new_agents(pair) for pair in pairs),
        agent_conflicts=sum(_conflicts(pair, {"subject"}) for pair in pairs),
        direction_conflicts=sum(_conflicts(pair, {"target", "source", "with"}) for pair in pairs),
        object_conflicts=sum(_conflicts(pair, {"object", "as"}) for pair in pairs),
        density=len(flat) * _LENGTH / max(1, sum(len(pair.claim) for pair in pairs)),
    )


def _longest_run(novelties: Sequence[float]) -> int:
    return max((len(list(run)) for novelty, run in itertools.groupby(novelties) if novelty == NEW), default=0)


def _meant_not_done(own: Sequence[Word], cited: Sequence[Word]) -> int:
    """How many acts the sentence says were done of which the quote speaks only as asked for, thought of or meant."""
    done, meant = _actions(own), {word.normalized for word in cited} - _actions(cited)
    following = {
        word.normalized: "".join(other.surface for other in cited[i + 1 : i + 9]) for i, word in enumerate(cited)
    }
    return sum(act in meant and bool(pattern("intentions").search(following[act])) for act in done)


def _actions(words: Sequence[Word]) -> set[str]:
    """The nouns of action that are done: 締結し, 実施された; not 締結について."""
    return {
        word.normalized
        for word, after in itertools.pairwise(words)
        if "サ変" in word.part_of_speech[2] and after.normalized in ("為る", "為れる", "致す", "行う", "頂く")
    }


def _new_agents(pair: Compared) -> int:
    """How many acts of which the quote does not speak are done by somebody who does nothing in it."""
    verbs, agents = {act.verb for act in pair.told}, {act.agent for act in pair.told} | {OWN, UNKNOWN}
    return sum(act.verb not in verbs and act.agent not in agents for act in pair.done)


def _conflicts(pair: Compared, among: Collection[str]) -> int:
    """How many nouns stand in one of the roles `among` here, and only in others in the quote."""
    theirs = roles(pair.cited)
    return sum(
        bool(found & set(among)) and key in theirs and not (found | {"topic"}) & theirs[key]
        for key, found in roles(pair.own).items()
        if not any(re.search(re.escape(town), key) for town in pair.of_towns if len(town) > 1)
    )
