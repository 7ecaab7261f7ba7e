"""A follow-up question, completed by the turn before it; let go of as soon as the subject changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.cues import cue
from assistant.query import Intent, Query
from corpus.library import Corpus

_OF_THE_WHOLE: tuple[Intent, ...] = ("count", "not_yet", "overview", "first")
"""What is asked of the material as a whole, whatever was spoken of before."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, and the codes of the towns that its answer cited, in order."""

    query: Query
    cited: tuple[str, ...]

    @property
    def spoken_of(self) -> tuple[str, ...]:
        """The town or towns that 「そこ」 means: those asked for by name, else the first one cited."""
        return self.query.named or self.cited[:1]


def complete(query: Query, before: Turn | None, corpus: Corpus) -> Query:
    """The query with what it leaves unsaid taken from the turn before.

    Of the asker's own town everything is remembered. A question that says what it looks for, or where, in its own
    words and does not point back, stands alone.
    """
    if before is None:
        return query
    query = replace(query, asker=query.asker or tuple(m for m in before.query.asker if m.role == "asker"))
    if query.intent in ("danger", "about", "listing") or query.table_matter is not None:
        return query
    text = query.question
    if cue("follow.more").search(text) and not query.named:
        return _others(query, before, corpus)
    if cue("follow.other_theme").search(text) and not _places(query) and query.theme is None:
        return _about(replace(query, search="", theme=_other_theme(before, corpus)), before.spoken_of, "towns")
    if cue("follow.form").search(text) and not _places(query):
        if before.query.intent == "contact":  # もっと詳しく, after a contact, is about the town
            return _about(replace(query, search=""), before.spoken_of, "towns")
        return replace(
            before.query,
            question=text,
            most=query.most,
            form=query.form,
            carried=("everything",),
        )
    if cue("follow.same_town").search(text) and not _places(query):
        return _about(query, before.spoken_of, "towns")
    if query.search or query.intent in _OF_THE_WHOLE or cue("follow.of_others").search(text):
        return query
    if _places(query):
        # Words for which nothing was found anywhere are not asked of another place.
        return _same_words(query, before) if before.cited or _places(before.query) else query
    towns = before.query.named or before.cited if query.theme else before.spoken_of
    return _about(query, towns, "towns")


def _places(query: Query) -> bool:
    return bool(query.named or query.elsewhere or query.allowed is not None)


def _about(query: Query, codes: Sequence[str], carried: str) -> Query:
    if not codes:
        return query
    return replace(query, named=tuple(codes), allowed=frozenset(codes), carried=(carried,))


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
