"""A follow-up question, completed by the turns before it; let go of as soon as the subject changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.cues import cue
from assistant.pointers import larger_or_smaller, pointed_at, ranked_by_population
from assistant.query import Intent, Query
from corpus.library import Corpus

_OF_THE_WHOLE: tuple[Intent, ...] = ("count", "not_yet", "overview", "first")
"""What is asked of the material as a whole, whatever was spoken of before."""
_FEW = 2
"""A turn about more towns than these is about none of them in particular."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, and the codes of the towns that its answer cited, in order.

    `earlier`: the towns of the turns before it, asked for by name or cited, the latest turn first.
    """

    query: Query
    cited: tuple[str, ...]
    earlier: tuple[tuple[str, ...], ...] = ()

    @property
    def towns(self) -> tuple[str, ...]:
        """The towns asked for by name, else those that the answer cited."""
        return self.query.named or self.cited

    @property
    def turns(self) -> tuple[tuple[str, ...], ...]:
        """The towns of each turn that had any, the latest first."""
        return tuple(towns for towns in (self.towns, *self.earlier) if towns)

    @property
    def spoken_of(self) -> tuple[str, ...]:
        """The town or towns that 「そこ」 means: those asked for by name, else the first one cited."""
        return self.query.named or self.cited[:1] or next((towns[:1] for towns in self.turns), ())

    @property
    def about(self) -> tuple[str, ...]:
        """The town or two that the turn was about; empty where it was about none in particular."""
        return self.towns if len(self.towns) <= _FEW and (self.query.named or len(self.cited) == 1) else ()


def complete(query: Query, before: Turn | None, corpus: Corpus) -> Query:
    """The query with what it leaves unsaid taken from the turns before.

    Of the asker's own town everything is remembered. A question that says what it looks for, or where, in its own
    words and does not point back, stands alone; it `leans` on the town spoken of where it does not ask for towns.
    """
    if before is None:
        return ranked_by_population(query, (), corpus)
    query = replace(query, asker=query.asker or tuple(m for m in before.query.asker if m.role == "asker"))
    if query.intent in ("danger", "about", "listing") or query.table_matter is not None:
        return query
    text = cue("follow.opening").sub("", query.question)
    if (allowed := larger_or_smaller(text, before.spoken_of, corpus)) and not query.named:
        words = query if query.search else _same_words(query, before)
        return replace(words, allowed=allowed, place=None, asker=before.query.asker, carried=("words",))
    if not _places(query) and (codes := pointed_at(text, before.turns, corpus, told_whose=bool(query.asker))):
        return _about(query, codes, "towns")
    if cue("follow.more").search(text) and not query.named:
        return _others(query, before, corpus)
    if cue("follow.among").search(text) and before.towns:
        return _among(query, before, corpus)
    query = ranked_by_population(query, before.towns if _says_nothing(query) else (), corpus)
    if cue("follow.other_theme").search(text) and not _places(query) and query.theme is None:
        return _about(replace(query, search="", theme=_other_theme(before, corpus)), before.spoken_of, "towns")
    if cue("follow.form").search(text) and not _places(query):
        return _in_another_form(query, before)
    if cue("follow.same_town").search(text) and not _places(query):
        return _about(query, before.spoken_of, "towns")
    if query.intent in _OF_THE_WHOLE or cue("follow.of_others").search(text):
        return query
    if query.search:
        leaning = () if _places(query) else _leaning(query, before)
        return _about(query, leaning, "towns") if query.aspect is not None else replace(query, leaning=leaning)
    if _places(query):
        # Words for which nothing was found anywhere are not asked of another place.
        return _same_words(query, before) if before.cited or _places(before.query) else query
    towns = before.query.named or before.cited if query.theme else before.spoken_of
    return _about(query, towns, "towns")


def _places(query: Query) -> bool:
    return bool(query.named or query.elsewhere or query.allowed is not None)


def _says_nothing(query: Query) -> bool:
    return not query.search and not _places(query)


def _leaning(query: Query, before: Turn) -> tuple[str, ...]:
    """The towns that a question may still be about: not where it looks for towns, or turns to something else."""
    if cue("follow.which_towns").search(query.question) or cue("follow.another_matter").search(query.question):
        return ()
    return before.about or before.query.leaning


def _about(query: Query, codes: Sequence[str], carried: str) -> Query:
    if not codes:
        return query
    return replace(query, named=tuple(codes), allowed=frozenset(codes), carried=(carried,))


def _in_another_form(query: Query, before: Turn) -> Query:
    """「表にして」: the same evidence, shown otherwise."""
    if before.query.intent == "contact":  # もっと詳しく, after a contact, is about the town
        return _about(replace(query, search=""), before.spoken_of, "towns")
    if not before.towns and before.turns:  # nothing was found just now: what was found before that is meant
        return _about(replace(query, search=""), before.turns[0], "towns")
    return replace(before.query, question=query.question, most=query.most, form=query.form, carried=("everything",))


def _other_theme(before: Turn, corpus: Corpus) -> str | None:
    """The theme that was not asked for; None, for all, where none was or more than one is left."""
    others = [theme.id for theme in corpus.manifest.themes if theme.id != before.query.theme]
    return others[0] if len(others) == 1 else None


def _same_words(query: Query, before: Turn) -> Query:
    """「呉市は?」: the same thing asked of another place."""
    return replace(
        query,
        search=before.query.search,
        intent=before.query.intent if query.intent == "ask" and before.query.intent == "contact" else query.intent,
        theme=query.theme or before.query.theme,
        aspect=query.aspect or before.query.aspect,
        not_told=query.not_told or before.query.not_told,
        carried=("words",),
    )


def _among(query: Query, before: Turn, corpus: Corpus) -> Query:
    """「その中で町は?」「そのうち一番小さいのは?」: of the towns spoken of, those that fit."""
    query = ranked_by_population(query, before.towns, corpus)
    codes = [code for code in before.towns if query.allowed is None or code in query.allowed]
    if query.named:
        return replace(query, carried=("towns",))
    if not codes:
        return replace(query, allowed=frozenset(), carried=("towns",)) if _places(query) else query
    if query.search:
        return replace(query, allowed=frozenset(codes), carried=("towns",))
    return _about(replace(query, place=None, search=before.query.search), codes, "towns")


def _others(query: Query, before: Turn, corpus: Corpus) -> Query:
    """「ほかにもありますか」: the same words, the towns already cited left out."""
    within = query.allowed
    if within is None and not before.query.named:
        within = before.query.allowed
    everywhere = frozenset(corpus.municipalities)
    return replace(
        query,
        search=query.search or before.query.search,
        theme=query.theme or before.query.theme,
        aspect=query.aspect or before.query.aspect,
        allowed=(everywhere if within is None else within) - set(before.cited) - set(before.query.named),
        place=query.place or before.query.place,
        more=True,
        carried=("words", "cited"),
    )
