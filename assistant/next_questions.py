"""What may well be asked next: questions that this corpus answers, made from what was cited."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from assistant.answer import Answer, Citation
from assistant.query import Query
from assistant.texts import text
from corpus.library import Corpus
from corpus.words import fold

_MOST = 3


def next_questions(query: Query, answer: Answer, history: Sequence[str], corpus: Corpus) -> tuple[str, ...]:
    """Up to three questions of different sorts, none of which was asked before; of each the corpus has a text.

    After an answer that cites nothing with a text: about the towns that it suggests, else the corpus's own examples.
    """
    quoted = list({c.entry_id: c for c in answer.citations if c.quote}.values())
    asked = {fold(question) for question in (*history, query.question)}
    if query.intent == "danger":
        return ()
    if not quoted:
        towns = [suggestion.municipality for suggestion in answer.suggestions]
        offers = [text("next.town", town=town) for town in towns] or list(corpus.manifest.examples)
    else:
        sorts = (_other_theme(quoted, corpus), _side_by_side(query, quoted), _other_topics(quoted, corpus))
        offers = [offer for round_ in zip_longest(*sorts) for offer in round_ if offer]
    return tuple(dict.fromkeys(offer for offer in offers if fold(offer) not in asked))[:_MOST]


def _other_theme(quoted: Sequence[Citation], corpus: Corpus) -> Iterator[str]:
    """About a cited town: its row of a theme that is not cited, if that has a text."""
    cited = {citation.entry_id for citation in quoted}
    entries = filter(None, (corpus.entry(identity) for identity in cited))
    codes = {entry.municipality.code for entry in entries}
    for code in (code for code in corpus.municipalities if code in codes):
        for entry in corpus.of_town(code):
            if entry.id not in cited and entry.text_status in ("complete", "partial"):
                label = corpus.manifest.theme(entry.theme).label
                yield text("next.theme", town=entry.municipality.name, theme=label)


def by_topic(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """Each way to begin of which the corpus has a text: its name, and the question after it."""
    return tuple((topic.name, text("next.topic", topic=topic.name)) for topic in corpus.occurring_topics)


def _side_by_side(query: Query, quoted: Sequence[Citation]) -> Iterator[str]:
    """The first two towns cited for one theme, compared in all themes; not where that is what was asked."""
    if len(query.named) > 1 and query.theme is None:
        return
    for theme in dict.fromkeys(citation.theme for citation in quoted):
        towns = list(dict.fromkeys(citation.municipality for citation in quoted if citation.theme == theme))
        if len(towns) > 1:
            yield text("next.compare", one=towns[0], other=towns[1])


def _other_topics(quoted: Sequence[Citation], corpus: Corpus) -> Iterator[str]:
    """Ways to begin of which the quotes do not speak and others do."""
    spoken_of = {topic.name for citation in quoted if (topic := corpus.topics.of(citation.quote or ""))}
    yield from (question for name, question in by_topic(corpus) if name not in spoken_of)
