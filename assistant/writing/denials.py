"""Whether a claim denies what its quote does not, or no longer denies what its quote does."""

import re

from assistant.writing.lexicon import pattern

_DENIED = re.compile(
    r"([一-龥]{1,4})(?:を|は|も)?(?:し|さ|ら|れ|か)?(?:て(?:は|も)?)?(?:せず|しない|いない|いません|おらず|ません|ない|ず)"
)
_NOT_DONE = re.compile(r"[^。]*(?:せず|しない|ていない|ていません|ておらず|なかった|未[一-龥]{2})")
_NOT_YET = re.compile(r"(?:未|非)([一-龥]{2})")
_RATHER = re.compile(r"([一-龥ァ-ヶー]{2,8})(?:ではなく|でなく|よりも)")


def is_denied_otherwise(claim: str, quote: str) -> bool:
    """True if the two do not deny the same."""
    own, theirs = _plain(claim), _plain(quote)
    return _denies_more(own, theirs) or _denies_less(own, theirs) or _prefers_otherwise(claim, quote)


def not_done(claim: str, quote: str) -> tuple[str, str]:
    """What the quote says was not done, and its other words; nothing of the first where the claim denies as well."""
    if _denials(_plain(claim)):
        return "", quote
    denied = "".join(match[0] for match in _NOT_DONE.finditer(_plain(quote)))
    return denied, _NOT_DONE.sub("", _plain(quote))


def _plain(text: str) -> str:
    """The text without what looks like a denial and is none."""
    return pattern("no_negations").sub("", text)


def _denials(text: str) -> list[str]:
    return [found[0] for found in pattern("negations").finditer(text)]


def _denied(text: str) -> set[str]:
    """What is denied: 着手 in 着手せず, 設置 in 未設置."""
    return {*_DENIED.findall(text), *_NOT_YET.findall(text)}


def _denies_more(own: str, theirs: str) -> bool:
    found, held = _denials(own), _denials(theirs)
    if len(found) > len(held) and any(words not in theirs for words in found):
        return True
    told = "。".join(sentence for sentence in theirs.split("。") if not _denials(sentence))
    return any(len(word) > 1 and word in told for word in _denied(own))


def _denies_less(own: str, theirs: str) -> bool:
    return not _denials(own) and any(word in own for word in _denied(theirs))


def _prefers_otherwise(claim: str, quote: str) -> bool:
    """True if what the quote prefers (情報連携ではなく行動連携) is put behind another."""
    behind = {word for word in _RATHER.findall(claim) if word in quote}
    return bool(_RATHER.search(quote)) and any(
        not re.search(rf"{re.escape(word)}(?:だけ)?(?:ではな|でな|より)", quote) for word in behind
    )
