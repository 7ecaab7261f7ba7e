"""うちに近い町: the hosts' own town, and the towns of the corpus that resemble it."""

from assistant.errors import OwnTownUnclearError
from assistant.resemblance import Alike, Own, own_town, resembling, towns_named
from corpus.japan import load_towns
from corpus.library import Corpus
from corpus.places import Town

MOST = 5
"""So many towns stand on the screen."""


def town_meant(words: str) -> str:
    """The code of the one town of Japan that is meant; empty for no words. Raises OwnTownUnclearError.

    With its prefecture (愛知県 豊橋市) or without, in characters or kana, also only its beginning.
    """
    wanted = " ".join(words.split())
    if not wanted:
        return ""
    exact = [town for town in load_towns() if wanted in (name_of(town), town.name, town.code)]
    found = exact or towns_named(wanted, "")
    if len(found) != 1:
        raise OwnTownUnclearError(words=wanted)
    return found[0].code


def name_of(town: Town | Own) -> str:
    """愛知県 豊橋市."""
    return f"{town.prefecture} {town.name}"


def near(own_code: str, own_size: str | None, corpus: Corpus) -> tuple[Own | None, tuple[Alike, ...]]:
    """The own town, if one is named, and the towns that share something with it, those that share most first."""
    own = own_town(own_code, corpus, own_size) if own_code else None
    if own is None:
        return None, ()
    return own, tuple(one for one in resembling(own, corpus) if one.shared)[:MOST]
