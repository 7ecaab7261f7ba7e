"""A question's words → a Query, by rules and reviewed data; no model."""

import re
import unicodedata
from dataclasses import replace

from assistant.cues import any_of, cue, empty_words
from assistant.errors import QuestionEmptyError, QuestionTooLongError, QuestionUnreadableError
from assistant.places_asked import codes_meant
from assistant.query import Form, Intent, Query, TableMatter
from assistant.table_asked import MATTERS
from assistant.texts import text as phrase
from assistant.unheard import Unheard, nouns_of
from assistant.wording import NUMERALS
from corpus.exclusion import excluded_clause
from corpus.gazetteer import Gazetteer
from corpus.library import Corpus
from corpus.places import Mention, Places
from corpus.words import fold, words_of
from embeddings.expansion import asks_for
from embeddings.lexical import Terms

_A_DESCRIPTION = 3
"""So many nouns in a sentence tell of something in particular."""
LONGEST = 2_000
"""The most code points (after NFKC) that a question may have."""
_INTENTS: tuple[Intent, ...] = ("contact", "about", "listing", "count", "first", "where", "overview")
_SENTENCE = re.compile(r"[。?!\n]")
_FORMS: tuple[Form, ...] = ("table", "short", "whole", "where_written")


def clean(question: str) -> str:
    """The question in NFKC, control and invisible characters as blanks, trimmed.

    Raises QuestionEmptyError, QuestionTooLongError, or QuestionUnreadableError for lone surrogates.
    """
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise QuestionUnreadableError
    folded = fold(question)
    if len(folded) > LONGEST:
        raise QuestionTooLongError(length=len(folded), limit=LONGEST)
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in folded)
    if not visible.strip():
        raise QuestionEmptyError
    return visible.strip()


class Understanding:
    """Reads questions about one corpus."""

    def __init__(self, corpus: Corpus, gazetteer: Gazetteer, terms: Terms) -> None:
        self._corpus = corpus
        self._gazetteer = gazetteer
        self._terms = terms
        self._not_told = [(asks_for(facts.asked, terms), facts.noun) for facts in corpus.scope.not_told]
        self._aspects = [(aspect.id, _names(aspect.names)) for aspect in corpus.manifest.aspects]
        self._themes = [(theme.id, _names(theme.names)) for theme in corpus.manifest.themes]
        self._unheard = Unheard(corpus, empty_words())
        self._subject = any_of([re.escape(corpus.manifest.subject)])
        self._texts = terms.unified("\n".join(entry.text for entry in corpus.entries))

    def __call__(self, question: str) -> Query:
        """What one question asks, by itself. Raises as `clean` does."""
        folded = clean(question)
        places = self._gazetteer.read_places(folded)
        theme = self._theme(self._terms.unified(folded))
        intent = self._intent(folded, places, theme)
        asked = _without(cue("intent.contact"), folded) if intent == "contact" else folded
        # Whoever has not done a thing writes of it like those who have.
        matter = self._search(_without(cue("not_yet.words"), folded), places, theme) if intent == "not_yet" else None
        term = self._term(folded) if intent == "definition" else None
        search = term or matter or self._search(asked, places, theme)
        query = Query(
            question=folded,
            intent=intent,
            search=search,
            unheard=self._unheard(search),
            theme=theme,
            aspect=self._aspect(folded),
            asker=tuple(m for m in places.mentions if m.role == "asker"),
            likeness=places.likeness,
            everything=bool(cue("follow.everything").search(folded)),
            most=_number(folded),
            several=bool(cue("number.several").search(folded)),
            not_told=self._facts(folded),
            table_matter=self._table_matter(folded, places, theme),
            form=next((form for form in _FORMS if cue(f"form.{form}").search(folded)), "quotes"),
        )
        return self._placed(query, places)

    def _intent(self, text: str, places: Places, theme: str | None) -> Intent:
        if cue("danger.signs").search(text) and not cue("danger.policy").search(text):
            return "danger"
        found = [intent for intent in _INTENTS if cue(f"intent.{intent}").search(text)]
        # 「…を作った市をぜんぶ」 says what it looks for: a search for all that fits, no list of the material's towns.
        if "listing" in found and self._search(_without(cue("words.of_a_list"), text), places, theme):
            found.remove("listing")
        # 「社協も出る定例の会議で提案した市の進め方を」 describes a row, and asks for no overview of all.
        if "overview" in found and self._describes(cue("intent.overview"), text):
            found.remove("overview")
        if cue("not_yet.asked").search(text):
            found.append("not_yet")
        if self._term(text):
            found.append("definition")
        # 「月曜に上司に説明します。3つだけ」 tells for what it is needed, and leaves open what.
        rest = _without(cue("words.occasion"), text)
        if rest != text and not self._search(_without(cue("number.few"), rest), places, theme):
            found.append("overview")
        return found[0] if found else "ask"

    def _term(self, text: str) -> str | None:
        """The word whose meaning is asked for, if the corpus's rows use it."""
        found = cue("intent.definition").search(text)
        term = next((group for group in found.groups() if group), "") if found else ""
        if not term or any(names.fullmatch(term) for _, names in self._aspects):
            return None
        used = self._terms.unified(term) in self._texts
        return term if used and self._says_something(term, None) else None

    def _table_matter(self, text: str, places: Places, theme: str | None) -> TableMatter | None:
        """What is asked of the table itself; 「中身のない会議を」, where a noun is left over, is no such question."""
        matter = next((matter for matter in MATTERS if cue(f"table.{matter}").search(text)), None)
        if matter is None or cue("intent.contact").search(text):
            return None
        rest = _without(cue("table.words"), _without(cue(f"table.{matter}"), text))
        return None if nouns_of(self._search(rest, places, theme), empty_words()) else matter

    def _describes(self, pattern: re.Pattern[str], text: str) -> bool:
        """True if the sentence in which a pattern occurs holds several nouns of its own besides."""
        sentence = next((part for part in _SENTENCE.split(text) if pattern.search(part)), "")
        rest = self._search(pattern.sub(" ", sentence), Places(), None)
        return len(nouns_of(rest, empty_words())) >= _A_DESCRIPTION

    def _theme(self, text: str) -> str | None:
        """The one that a text names and does not leave out; None where it names several, which narrows nothing."""
        named: list[str] = []
        left_out: list[str] = []
        for identity, names in self._themes:
            found = [match.end() for match in names.finditer(text)]
            if found:
                unwanted = all(cue("words.left_out").match(text, end) for end in found)
                (left_out if unwanted else named).append(identity)
        others = [identity for identity, _ in self._themes if identity not in left_out]
        if left_out and not named:
            named = others
        return named[0] if len(named) == 1 else None

    def _aspect(self, text: str) -> str | None:
        wanted = _first(self._aspects, text)
        return wanted if wanted != self._corpus.manifest.held_aspect.id else None

    def _facts(self, text: str) -> tuple[str, ...]:
        own = self._terms(text)
        return tuple(dict.fromkeys(noun for asked, noun in self._not_told if asked(own)))

    def _search(self, text: str, places: Places, theme: str | None) -> str:
        """The question without places and themes; empty if nothing is left but words of asking."""
        kept = list(text)
        for mention in places.mentions:
            start, end = _clause_of(mention, text)
            kept[start:end] = " " * (end - start)
        asked = _without(cue("words.gaps_wanted"), "".join(kept))
        rest = self._subject.sub(" ", self._terms.unified(asked))
        for _, names in self._themes:
            rest = names.sub(" ", rest)
        # 「苦労したのはどんなところ?」 names a column and looks for nothing in it.
        return rest.strip() if self._says_something(self._without_aspects(rest), theme) else ""

    def _without_aspects(self, text: str) -> str:
        for _, names in self._aspects:
            text = names.sub(" ", text)
        return text

    def _says_something(self, text: str, theme: str | None) -> bool:
        """True if a text holds a word that says what is looked for."""
        empty = empty_words().union(self._corpus.manifest.theme(theme).implied if theme else ())
        whole = [word.surface for word in words_of(text) if word.normalized in empty]
        parts = {term for word in whole for term in self._terms(word)}  # 取り組む is searched as 取る and 組む
        return any(
            term.lower() not in empty and term not in parts for term in self._terms(text) if re.search(r"\w", term)
        )

    def _placed(self, query: Query, places: Places) -> Query:
        """The query with the corpus's towns, and other towns, that its places mean."""
        asked = [m for m in places.mentions if m.role == "asked"]
        towns = self._corpus.municipalities
        named: list[str] = []
        elsewhere = []
        for mention in asked:
            if mention.what == "town" and not mention.excluded:
                held = [town.code for town in mention.towns if town.code in towns]
                named += held
                elsewhere += [] if held else list(mention.towns)
        narrowing = [m for m in asked if m.what != "town" or m.excluded]
        if any(m.size and m.size.degree is None for m in narrowing):  # a figure says what 「小さい」 means
            narrowing = [m for m in narrowing if m.size is None or m.size.degree is None]
        if not query.search and not named and all(_is_a_degree(mention) for mention in narrowing):
            # 「小さいところの例」 asks for nothing but likeness: in order, and with what does not exist told.
            query, narrowing = replace(query, asker=(*query.asker, *narrowing)), []
        allowed = self._without_own(query, codes_meant(narrowing, self._corpus))
        if named:
            allowed = frozenset(named)
        return replace(
            query,
            # Of a town that is named, the row itself shows how it is.
            table_matter=None if named or elsewhere else query.table_matter,
            named=tuple(dict.fromkeys(named)),
            elsewhere=tuple(dict.fromkeys(elsewhere)),
            allowed=allowed,
            place=_label(narrowing) if not named else None,
        )

    def _without_own(self, query: Query, allowed: frozenset[str] | None) -> frozenset[str] | None:
        """「座間市の者です。よその市は」「県外の例を」: the asker's own town, or prefecture, is not asked for."""
        towns = self._corpus.municipalities
        own: set[str] = set()
        if cue("words.elsewhere_than_own").search(query.question):
            own = {town.code for mention in query.asker for town in mention.towns}
        if cue("words.other_prefectures").search(query.question):
            prefectures = {p for mention in query.asker for p in mention.prefectures}
            prefectures |= {town.prefecture for mention in query.asker for town in mention.towns}
            own |= {code for code, town in towns.items() if town.prefecture in prefectures}
        own &= towns.keys()
        if not own:
            return allowed
        return (frozenset(towns) if allowed is None else allowed) - own


def _clause_of(mention: Mention, text: str) -> tuple[int, int]:
    """Where a mention stands, with the words that say whose place it is (うちは … の職員ですが、) or 以外."""
    if mention.role != "asker":
        return excluded_clause(text, mention) or (mention.start, mention.end)
    before = cue("words.before_the_asker").search(text, 0, mention.start)
    after = cue("words.after_the_asker").match(text, mention.end)
    return before.start() if before else mention.start, after.end() if after else mention.end


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text with blanks for what the pattern finds, so that offsets hold."""
    return pattern.sub(lambda found: " " * len(found[0]), text)


def _label(mentions: list[Mention]) -> str | None:
    return "・".join(_as_prose(mention) for mention in mentions if not mention.excluded) or None


def _is_a_degree(mention: Mention) -> bool:
    """True for 小さい and 大きい, where they are what is wanted."""
    return mention.size is not None and mention.size.degree is not None and not mention.excluded


def _as_prose(mention: Mention) -> str:
    if mention.size is not None and mention.size.degree is not None:
        return phrase(f"place.{mention.size.degree}")
    return mention.name if mention.what == "prefecture" else mention.surface


def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the names in NFKC text; one in Latin letters as a whole word, in any case."""
    longest_first = sorted((fold(name) for name in names), key=len, reverse=True)
    return any_of(
        rf"(?i:(?<![a-z]){re.escape(name)}(?![a-z]))" if name.isascii() else re.escape(name) for name in longest_first
    )


def _first(columns: list[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    return next((identity for identity, names in columns if names.search(text)), None)


def _number(text: str) -> int | None:
    found = cue("number.few").search(text)
    number = next((group for group in found.groups() if group), None) if found else None
    return int(number.translate(NUMERALS)) if number else None
