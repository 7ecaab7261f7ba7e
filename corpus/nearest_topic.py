"""Into which reviewed group a sentence falls that nobody has reviewed: by the words it shares with those of each."""

import math
from collections import Counter
from collections.abc import Sequence

from corpus.topics import Topic, Topics
from corpus.words import fold, words_of

_CONTENT = {"名詞", "動詞", "形容詞", "形状詞"}
_NO_CONTENT = {"非自立可能", "数詞"}


class NearestTopic:
    """Multinomial naive Bayes with add-one smoothing (Manning, Raghavan & Schütze 2008, chapter 13), all groups alike.

    What is learned from: each group's name, definition and cues, and the reviewed texts that fall into it.
    """

    def __init__(self, topics: Topics, reviewed: Sequence[str]) -> None:
        told = {topic: " ".join((topic.name, topic.definition, *topic.cues)) for topic in topics.topics}
        counts = {topic: Counter(_terms(words)) for topic, words in told.items()}
        for text in reviewed:
            if topic := topics.of(text):
                counts[topic].update(_terms(text))
        self._words = frozenset().union(*counts.values())
        self._logs = {topic: self._smoothed(own) for topic, own in counts.items()}
        self._known: dict[str, Topic | None] = {}

    def __call__(self, text: str) -> Topic | None:
        """The group that a text is nearest to; None if it shares no word with any, or there are no groups."""
        if text not in self._known:
            shared = [term for term in _terms(text) if term in self._words]
            by_group = {topic: sum(logs[term] for term in shared) for topic, logs in self._logs.items()}
            self._known[text] = max(by_group, key=by_group.__getitem__) if shared else None
        return self._known[text]

    def _smoothed(self, counts: Counter[str]) -> dict[str, float]:
        whole = counts.total() + len(self._words)
        return {term: math.log((counts[term] + 1) / whole) for term in self._words}


def _terms(text: str) -> list[str]:
    return [
        word.normalized
        for word in words_of(fold(text), split="short")
        if word.part_of_speech[0] in _CONTENT and word.part_of_speech[1] not in _NO_CONTENT
    ]
