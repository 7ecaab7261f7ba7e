"""One claim of a written sentence, laid beside the words that it cites."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.writing.acts import Act, acts
from assistant.writing.lexicon import word_list
from corpus.gazetteer import Gazetteer, Mention
from corpus.library import Corpus
from corpus.words import Word, fold, words_of
from embeddings.lexical import Terms, is_content_word

_KANJI = re.compile(r"[一-龥]")
_ENOUGH_IN_COMMON = 0.5
HELD, NEAR, NEW = 0.0, 0.5, 1.0
"""A content word stands in the quote, nearly does (half its kanji do), or does not."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one citation lends to a sentence: the quote, and whose it is."""

    quote: str
    town: str
    prefecture: str


@dataclass(frozen=True)
class Compared:
    """A claim and its quotes, both folded and cut into words; `elsewhere`: the words of each quote not cited.

    `own` and `cited` are the words of `own_text` and `cited_text`, in which the spelling variants are folded, too.
    """

    claim: str
    quote: str
    sources: tuple[Source, ...]
    own_text: str
    cited_text: str
    own: tuple[Word, ...]
    cited: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    elsewhere: tuple[frozenset[str], ...]
    of_towns: frozenset[str]

    @cached_property
    def towns(self) -> frozenset[str]:
        """The names of the towns whose words are cited."""
        return frozenset(source.town for source in self.sources)

    @cached_property
    def held(self) -> frozenset[str]:
        """The words of the quotes, as written and normalised."""
        return forms(self.cited)

    @cached_property
    def done(self) -> list[Act]:
        """What the claim says is done, and by whom."""
        return acts(self.own, self.towns)

    @cached_property
    def told(self) -> list[Act]:
        """What the quotes say is done, and by whom."""
        return acts(self.cited, self.towns)

    @cached_property
    def content(self) -> tuple[tuple[tuple[Word, float], ...], ...]:
        """Clause by clause, the words that a quote would have to hold, each with HELD, NEAR or NEW."""
        kanji = {character for word in self.cited for character in _KANJI.findall(word.surface)}
        clauses: list[list[tuple[Word, float]]] = [[]]
        for word in self.own:
            if word.surface in ("、", "。"):
                clauses.append([])
            elif is_content_word(word) and not forms([word]) & (word_list("frame") | self.of_towns):
                clauses[-1].append((word, self._novelty(word, kanji)))
        return tuple(tuple(clause) for clause in clauses if clause)

    def _novelty(self, word: Word, kanji: set[str]) -> float:
        if forms([word]) & self.held:
            return HELD
        of_word = set(_KANJI.findall(word.surface + word.normalized))
        return NEAR if of_word and len(of_word & kanji) / len(of_word) >= _ENOUGH_IN_COMMON else NEW


class Reader:
    """Lays claims beside quotes; `unified` folds the spelling variants of a corpus."""

    def __init__(self, unified: Callable[[str], str], gazetteer: Gazetteer) -> None:
        self._unified = unified
        self._gazetteer = gazetteer

    def compared(self, claim: str, sources: Sequence[Source], uncited: Sequence[Source] = ()) -> Compared:
        """A claim beside the quotes it cites; `uncited`: those it might have cited and did not."""
        quote = fold("。".join(source.quote for source in sources))
        of_towns = "、".join(source.town + source.prefecture for source in (*sources, *uncited))
        return Compared(
            claim=claim,
            quote=quote,
            sources=tuple(sources),
            own_text=self._unified(claim),
            cited_text=self._unified(quote),
            own=self._words(claim),
            cited=self._words(quote),
            mentions=tuple(self._gazetteer.mentions(claim)),
            elsewhere=tuple(forms(self._words(source.quote)) for source in uncited),
            of_towns=forms(self._words(of_towns)),
        )

    def _words(self, text: str) -> tuple[Word, ...]:
        return words_of(self._unified(text), split="short")


def reader_of(corpus: Corpus) -> Reader:
    """A reader of one corpus's spelling variants and towns."""
    return Reader(Terms(corpus.glossary).unified, Gazetteer(corpus.municipalities))


def forms(words: Sequence[Word]) -> frozenset[str]:
    """The words as written and as normalised."""
    return frozenset(form for word in words for form in (word.surface, word.normalized))
