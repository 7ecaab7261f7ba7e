"""What a written sentence says of which quotes."""

import re
from collections.abc import Mapping

from assistant.writing.compared import Source
from assistant.writing.sentences import Claim, Written

_STRETCH_END = re.compile(r"(?<=、)")


def claims_of(sentence: Written, sources: Mapping[int, Source]) -> tuple[Claim, ...]:
    """The claims of a sentence; one that cites several towns and names them in turn is told apart by town."""
    return tuple(part for claim in sentence.claims for part in _by_town(claim, sources))


def _by_town(claim: Claim, sources: Mapping[int, Source]) -> tuple[Claim, ...]:
    town_of = {n: sources[n].town for n in claim.citations if n in sources}
    stretches = _STRETCH_END.split(claim.text)
    named = [{town for town in town_of.values() if town in stretch} for stretch in stretches]
    if len(town_of) < len(claim.citations) or len({next(iter(of)) for of in named if len(of) == 1}) < 2:
        return (claim,)
    return tuple(
        Claim(stretch, tuple(n for n, town in town_of.items() if len(of) != 1 or town in of))
        for stretch, of in zip(stretches, named, strict=True)
    )
