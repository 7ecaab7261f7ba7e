"""Which of two steps came first, in a claim and in the words that it cites."""

from collections.abc import Iterable, Sequence
from statistics import median

from assistant.writing.lexicon import pattern, word_list
from corpus.words import Word
from embeddings.lexical import is_content_word


def turned_round(own: Sequence[Word], cited: Sequence[Word]) -> bool:
    """True if what the claim puts first stands in the quote, for the most part, behind all that it puts second.

    Only words that the quote has once can tell; what the claim names in no order is not judged.
    """
    parts = _parts(own)
    if parts is None:
        return False
    first, second = (_places(part, cited) for part in parts)
    return bool(first and second) and median(first) > max(second)


def _parts(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """What is told before and behind the first word that says 'after that'."""
    text, ends = "", []
    for word in words:
        text += word.surface
        ends.append(len(text))
    found = pattern("afterwards").search(text)
    if found is None:
        return None
    begin = next(i for i, end in enumerate(ends) if end > found.start())
    behind = next((i for i, end in enumerate(ends) if end >= found.end()), len(words))
    return words[:begin], words[behind + 1 :]


def _places(part: Iterable[Word], cited: Sequence[Word]) -> list[int]:
    normalized = [word.normalized for word in cited]
    wanted = {word.normalized for word in part if is_content_word(word)} - word_list("frame")
    return [normalized.index(one) for one in wanted if normalized.count(one) == 1]
