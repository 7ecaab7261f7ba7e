"""Which of many texts are nearly the same: by the share of their five-character pieces, of which a sample is kept."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from corpus.layers import same_text

_PIECE = 5
_ONE_IN = 4
"""So many pieces are looked at, chosen by their hash, so that equal pieces are chosen in every text."""
_LEAST = 8
"""Texts with fewer such pieces are too short to tell."""
_COMMON = 50
"""A piece that so many texts have is a phrase of the trade."""
_BASE = np.uint64(1_114_127)  # a prime above every code point
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / the golden ratio: Knuth, The Art of Computer Programming, 6.4
_ALIKE = 0.8


def near_duplicates(new: Mapping[str, str], all_texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Ids of new texts, each with that of the text that it is nearly the same as; `all_texts` has the new ones too."""
    pieces = {identity: found for identity, text in all_texts.items() if len(found := _pieces(text)) >= _LEAST}
    holders: dict[int, list[str]] = defaultdict(list)
    for identity, own in pieces.items():
        for piece in own:
            holders[piece].append(identity)
    told: set[frozenset[str]] = set()
    for identity in new:
        own = pieces.get(identity, frozenset())
        shared = Counter(
            other for piece in own if len(holders[piece]) < _COMMON for other in holders[piece] if other != identity
        )
        for other, count in shared.most_common(1):
            pair = frozenset((identity, other))
            if count / len(own | pieces[other]) >= _ALIKE and pair not in told:
                told.add(pair)
                yield identity, other


def _pieces(text: str) -> frozenset[int]:
    """Hashes of the pieces that are looked at: polynomials of their characters, mixed before some are chosen."""
    characters = np.frombuffer(same_text(text).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(characters) < _PIECE:
        return frozenset()
    sums = np.zeros(len(characters) - _PIECE + 1, dtype=np.uint64)
    for at in range(_PIECE):
        sums = sums * _BASE + characters[at : at + len(sums)]
    sums = (sums * _MIX) >> np.uint64(32)
    return frozenset(sums[sums % _ONE_IN == 0].tolist())
