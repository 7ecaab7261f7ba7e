"""What in a sentence speaks against its being supported by the words that it cites; no model needed."""

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields

from assistant.writing.clauses import active_subjects, roles
from assistant.writing.figures import figures_held, figures_in
from assistant.writing.lexicon import frame_words, new_in, organisation_names, pattern
from corpus.gazetteer import Gazetteer
from corpus.library import Corpus
from corpus.words import Word, fold, words_of
from embeddings.lexical import Terms, is_content_word

_KANJI = re.compile(r"[一-龥]")
_NAMES = re.compile(r"「([^「」]+)」|『([^『』]+)』")
_ADDRESS = re.compile(r"https?:|www\.|@|(?<!\d)\(?0\d{1,4}\)?[-‐‑–—―ー−]\d")
_DENIED = re.compile(r"([一-龥]{1,4})(?:を|は|も)?(?:し|さ|ら|れ|か)?(?:せず|しない|ていない|ません|ない|ず)")
_ENOUGH_IN_COMMON = 0.5


@dataclass(frozen=True, slots=True)
class Source:
    """What one citation lends to a sentence: the quote, and whose it is."""

    quote: str
    town: str
    prefecture: str


@dataclass(frozen=True, slots=True)
class Signs:
    """Counts of what speaks against a sentence, in the order of the weights of support.toml."""

    new_nouns: float
    new_others: float
    new_share: float
    near_words: float
    words: float
    generalisations: float
    outcomes: float
    intention_lost: float
    meant_not_done: float
    denial_lost: float
    agent_conflicts: float
    direction_conflicts: float
    object_conflicts: float
    foreign_subjects: float
    town_as_target: float
    other_side: float
    new_bodies: float
    length: float

    def values(self) -> tuple[float, ...]:
        """The counts alone."""
        return astuple(self)

    @staticmethod
    def names() -> tuple[str, ...]:
        """What each of the values is called."""
        return tuple(field.name for field in fields(Signs))


class Reader:
    """Compares sentences with quotes; `unified` folds the spelling variants of a corpus."""

    def __init__(self, unified: Callable[[str], str], gazetteer: Gazetteer) -> None:
        self._unified = unified
        self._gazetteer = gazetteer

    def is_contradicted(self, sentence: str, sources: Sequence[Source]) -> bool:
        """True if it names what no cited quote does: a town, a number, a date, a name in 「」, a contact, a denial."""
        quote = fold("。".join(source.quote for source in sources))
        return bool(
            _ADDRESS.search(sentence)
            or new_in("contacts", sentence, quote)
            or figures_in(sentence) - figures_in(quote)
            or _other_figures(sentence, quote)
            or _other_names(sentence, quote)
            or self._other_places(sentence, sources, quote)
            or self._other_people(sentence, quote)
            or _denials(sentence, quote)
        )

    def signs(self, sentence: str, sources: Sequence[Source]) -> Signs:
        """The softer signs, to be weighed together."""
        quote = fold("。".join(source.quote for source in sources))
        own, cited = self._words(sentence), self._words(quote)
        towns = {word.normalized for source in sources for word in self._words(source.town + source.prefecture)}
        towns |= {word.surface for source in sources for word in self._words(source.town + source.prefecture)}
        new_nouns, new_others, near, count = _new_words(own, cited, towns)
        return Signs(
            new_nouns=new_nouns,
            new_others=new_others,
            new_share=(new_nouns + new_others) / max(1, count),
            near_words=near,
            words=count,
            generalisations=new_in("generalisations", sentence, quote),
            outcomes=new_in("outcomes", sentence, quote),
            intention_lost=bool(pattern("intentions").search(quote)) and not pattern("intentions").search(sentence),
            meant_not_done=_meant_not_done(own, cited),
            denial_lost=_denials_lost(sentence, quote),
            agent_conflicts=_conflicts(own, cited, towns, {"subject"}),
            direction_conflicts=_conflicts(own, cited, towns, {"target", "source", "with"}),
            object_conflicts=_conflicts(own, cited, towns, {"object", "as"}),
            foreign_subjects=_foreign_subjects(own, cited, towns),
            town_as_target=bool(re.search(_town_is_target(sources), sentence)),
            other_side="側" in sentence and "側" not in quote,
            new_bodies=_new_bodies(sentence, quote, sources),
            length=len(sentence) / 50,
        )

    def _words(self, text: str) -> tuple[Word, ...]:
        return words_of(self._unified(text), split="short")

    def _other_places(self, sentence: str, sources: Sequence[Source], quote: str) -> bool:
        towns, prefectures = {s.town for s in sources}, {s.prefecture for s in sources}
        for mention in self._gazetteer.mentions(sentence):
            if mention.surface in quote:
                continue
            if mention.what == "town" and not any(town.name in towns for town in mention.towns):
                return True
            if mention.what == "prefecture" and not prefectures & set(mention.prefectures):
                return True
        return False

    def _other_people(self, sentence: str, quote: str) -> bool:
        people = (word.surface for word in words_of(sentence, split="short") if word.part_of_speech[2] == "人名")
        return any(name not in quote for name in people)


def reader_of(corpus: Corpus) -> Reader:
    """A reader of one corpus's spelling variants and towns."""
    return Reader(Terms(corpus.glossary).unified, Gazetteer(corpus.municipalities))


def _new_words(own: Sequence[Word], cited: Sequence[Word], towns: set[str]) -> tuple[int, int, int, int]:
    """Nouns and other content words that the quote has not, those it nearly has (by characters), and all."""
    held = {word.normalized for word in cited} | {word.surface for word in cited}
    characters = {character for word in cited for character in _KANJI.findall(word.surface)}
    nouns = others = near = count = 0
    for word in own:
        if not is_content_word(word) or {word.normalized, word.surface} & (frame_words() | towns):
            continue
        count += 1
        if word.normalized in held or word.surface in held:
            continue
        kanji = set(_KANJI.findall(word.surface + word.normalized))
        if kanji and len(kanji & characters) / len(kanji) >= _ENOUGH_IN_COMMON:
            near += 1
        elif word.part_of_speech[0] == "名詞":
            nouns += 1
        else:
            others += 1
    return nouns, others, near, count


def _other_figures(sentence: str, quote: str) -> bool:
    held = figures_held(quote)
    return any(noun in held and not figures <= held[noun] for noun, figures in figures_held(sentence).items())


def _other_names(sentence: str, quote: str) -> bool:
    whole = re.sub(r"\s", "", quote)
    return any(re.sub(r"\s", "", one or other) not in whole for one, other in _NAMES.findall(fold(sentence)))


def _denied(text: str) -> list[str]:
    return [found[0] for found in pattern("negations").finditer(pattern("no_negations").sub("", text))]


def _denials(sentence: str, quote: str) -> bool:
    """True if the sentence denies something in words that the quote has not, and more often than it."""
    own, cited = _denied(sentence), _denied(quote)
    return len(own) > len(cited) and any(words not in quote for words in own)


def _denials_lost(sentence: str, quote: str) -> int:
    """How many things the quote denies and the sentence, denying nothing, speaks of."""
    if _denied(sentence):
        return 0
    return sum(found in sentence for found in _DENIED.findall(pattern("no_negations").sub("", quote)))


def _meant_not_done(own: Sequence[Word], cited: Sequence[Word]) -> int:
    """How many acts the sentence says were done of which the quote speaks only as asked for, thought of or meant."""
    done, meant = _acts(own), {word.normalized for word in cited} - _acts(cited)
    following = {
        word.normalized: "".join(other.surface for other in cited[i + 1 : i + 9]) for i, word in enumerate(cited)
    }
    return sum(act in meant and bool(pattern("intentions").search(following[act])) for act in done)


def _acts(words: Sequence[Word]) -> set[str]:
    """The nouns of action that are done: 締結し, 実施された; not 締結について."""
    return {
        word.normalized
        for word, after in itertools.pairwise(words)
        if "サ変" in word.part_of_speech[2] and after.normalized in ("為る", "為れる", "致す", "行う")
    }


def _conflicts(own: Sequence[Word], cited: Sequence[Word], towns: set[str], among: set[str]) -> int:
    """How many nouns stand in one of the roles `among` here, and only in others in the quote."""
    theirs = roles(cited)
    return sum(
        bool(found & among) and key in theirs and not (found | {"topic"}) & theirs[key]
        for key, found in roles(own).items()
        if not any(town in key for town in towns if len(town) > 1)
    )


def _foreign_subjects(own: Sequence[Word], cited: Sequence[Word], towns: set[str]) -> int:
    """How many others than the town, and than the quote's own subjects, are said to do something."""
    known = {noun for nouns in active_subjects(cited) for noun in nouns} | towns
    return sum(not known & set(nouns) and not set(nouns) <= frame_words() for nouns in active_subjects(own))


def _town_is_target(sources: Sequence[Source]) -> str:
    """A pattern for the town as one to whom something is done; in its own words it is the one who does."""
    names = "|".join(re.escape(source.town) for source in sources) or "(?!)"
    return rf"(?:{names})(?:に対して|に対し|へ(?!の)|から|に(?![おはつよとも])|を(?![は含]))|(?:市|町)に対"


def _new_bodies(sentence: str, quote: str, sources: Sequence[Source]) -> int:
    places = "|".join(re.escape(place) for source in sources for place in (source.town, source.prefecture))
    names = (re.sub(places or "(?!)", "", found[0]) for found in organisation_names().finditer(sentence))
    return sum(name not in quote and name[-4:] not in quote for name in names)
