"""What a short question is about and no text of the corpus has a word for: the reader has to know that."""

from collections.abc import Collection
from itertools import chain

from assistant import gaps
from assistant.answer import Gap
from assistant.cues import empty_words
from assistant.query import Query
from corpus.library import Corpus
from corpus.words import Word, fold, words_of

_MOST_NOUNS = 3
"""In a longer question most nouns tell of the asker's situation, not of what is looked for."""

_OFTEN = 8
"""So many expected questions have a word that stands for something in the texts."""


def nouns_of(text: str, empty: Collection[str]) -> list[Word]:
    """The nouns that name something: no counters, no words of time, none of the `empty` ones."""
    return [
        word
        for word in words_of(text)
        if word.part_of_speech[0] == "名詞"
        and word.part_of_speech[1] in ("普通名詞", "固有名詞")
        and word.part_of_speech[2] not in ("副詞可能", "助数詞可能")
        and word.normalized not in empty
        and word.surface not in empty
    ]


def unwritten_there(query: Query, corpus: Corpus) -> tuple[Gap, ...]:
    """The nouns of a question that texts of the corpus have and none of the place that was asked for, told as a gap."""
    inside, outside = (
        fold("\n".join(e.text for e in corpus.entries if (e.municipality.code in (query.allowed or ())) is there))
        for there in (True, False)
    )
    nouns = [word.surface for word in nouns_of(query.search, empty_words())]
    unwritten = dict.fromkeys(noun for noun in nouns if noun in outside and noun not in inside)
    if not unwritten:
        return ()
    return (gaps.said("unwritten_there", "half", nouns="」「".join(unwritten), place=query.place or ""),)


class Unheard:
    """Finds the nouns of a question that occur nowhere: not in the source, its glossary or its expected questions."""

    def __init__(self, corpus: Corpus, empty: Collection[str]) -> None:
        glossary = corpus.glossary
        texts = chain(
            (entry.text for entry in corpus.entries),
            chain.from_iterable(glossary.variants),
            chain.from_iterable(chain(term.asked, term.written) for term in glossary.terms),
            chain.from_iterable(fact.asked for fact in corpus.scope.not_told),
            (corpus.preface, corpus.manifest.subject, corpus.manifest.source.title),
        )
        self._heard = fold("\n".join(texts)).lower()
        self._asked = [fold(question).lower() for questions in corpus.asked.values() for question in questions]
        self._all_asked = "\n".join(self._asked)
        self._empty = empty

    def __call__(self, search: str) -> tuple[str, ...]:
        """The nouns, as asked; none for a question of more than `_MOST_NOUNS`."""
        nouns = nouns_of(search, self._empty)
        if len(nouns) > _MOST_NOUNS:
            return ()
        return tuple(dict.fromkeys(word.surface for word in nouns if not self._is_heard(word.surface, word.normalized)))

    def _is_heard(self, surface: str, normalized: str) -> bool:
        """A word of one expected question may be the asker's own; one that several have names the thing."""
        words = (surface.lower(), normalized.lower())
        if any(word in self._heard for word in words):
            return True
        questions = (any(word in question for word in words) for question in self._asked)
        return any(word in self._all_asked for word in words) and sum(questions) >= _OFTEN
