"""What a follow-up points at: 2番目のところ, もう片方, 両方, 一番小さいのは."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.cues import cue
from assistant.query import Query
from assistant.wording import NUMERALS
from corpus.library import Corpus

_PAIR = 2


def pointed_at(text: str, turns: Sequence[tuple[str, ...]], corpus: Corpus, *, told_whose: bool) -> tuple[str, ...]:
    """The codes of the towns that a follow-up points at among those of the turns before, the latest first.

    Empty where it points at none. `told_whose`: the asker's own place is known, and 同じ県 means that.
    """
    listed = next((towns for towns in turns if len(towns) > 1), ())
    if match := cue("follow.ordinal").search(text):
        place = int(next(group for group in match.groups() if group).translate(NUMERALS)) - 1
        return listed[place : place + 1]
    pair = _pair(turns)
    if cue("follow.both").search(text):
        return pair
    if cue("follow.other_of_two").search(text) and turns:
        return tuple(code for code in pair if code not in turns[0][:1]) if len(turns[0]) == 1 else pair[1:]
    if cue("follow.same_prefecture").search(text) and turns and not told_whose:
        near = {corpus.municipalities[code].prefecture for code in turns[0][:1] if code in corpus.municipalities}
        return tuple(
            code for code, town in corpus.municipalities.items() if town.prefecture in near and code not in turns[0]
        )
    return ()


def _pair(turns: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The two towns last spoken of, together or one after the other; empty where there were no two."""
    single: list[str] = []
    for towns in turns:
        if len(towns) == _PAIR:
            return towns
        if len(towns) == 1 and towns[0] not in single:
            single.append(towns[0])
        if len(single) == _PAIR:
            return tuple(reversed(single))
    return ()


def larger_or_smaller(text: str, spoken_of: Sequence[str], corpus: Corpus) -> frozenset[str]:
    """「もっと人口の多い市は」: the codes of the towns with more people, or fewer, than the town spoken of.

    Empty where a text asks for neither, or no town was spoken of.
    """
    larger, smaller = cue("follow.larger").search(text), cue("follow.smaller").search(text)
    people = _populations(corpus)
    if not (larger or smaller) or not spoken_of or spoken_of[0] not in people:
        return frozenset()
    own = people[spoken_of[0]]
    return frozenset(code for code, persons in people.items() if (persons > own if larger else persons < own))


def _populations(corpus: Corpus) -> dict[str, int]:
    """How many people each town has of which that is held."""
    towns = corpus.municipalities.items()
    return {code: town.population for code, town in towns if town.population is not None}


def ranked_by_population(query: Query, among: Sequence[str], corpus: Corpus) -> Query:
    """「一番小さい市は」: the one town of those meant (`among`, else all allowed) with the fewest or most people."""
    smallest, largest = cue("places.smallest").search(query.question), cue("places.largest").search(query.question)
    if query.named or not (smallest or largest):
        return query
    codes = among or tuple(code for code in corpus.municipalities if query.allowed is None or code in query.allowed)
    people = _populations(corpus)
    known = [code for code in codes if code in people]
    if not known:
        return query
    chosen = (min if smallest else max)(known, key=people.__getitem__)
    asker = tuple(mention for mention in query.asker if mention.role == "asker")
    return replace(query, named=(chosen,), allowed=frozenset({chosen}), place=None, asker=asker)
