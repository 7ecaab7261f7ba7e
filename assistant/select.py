"""Query and hits → evidence: who is cited, what is missing, or that nothing here answers."""

from collections.abc import Callable
from dataclasses import replace

from assistant import gaps
from assistant.aspects import asked_and_held
from assistant.evidence import Evidence
from assistant.query import Query
from assistant.references import followed
from assistant.rules import of_matter, of_places, of_the_whole, of_towns
from assistant.scope import tells_of_danger
from assistant.table_asked import rows_in_that_state
from corpus.library import Corpus
from embeddings.retriever import Hits


def select(query: Query, hits: Hits, corpus: Corpus) -> Evidence:
    """The evidence for a question; rows without text, references and gaps of what is cited included."""
    if tells_of_danger(query, hits):
        query = replace(query, intent="danger")
    return _completed(_rule(query, corpus)(query, hits, corpus), query, corpus)


def _rule(query: Query, corpus: Corpus) -> Callable[[Query, Hits, Corpus], Evidence]:
    """The one rule that a query falls under."""
    if query.table_matter is not None and query.intent != "danger":
        return lambda query, _, corpus: rows_in_that_state(query, corpus)
    by_intent = {"danger": of_the_whole.danger, "about": of_the_whole.about, "listing": of_the_whole.listing}
    if query.intent in by_intent:
        return by_intent[query.intent]
    if query.elsewhere and not query.named:
        return of_places.elsewhere
    if query.allowed is not None and not query.allowed:
        return of_places.no_place
    if query.intent == "contact":
        return of_towns.contact
    if query.named:
        return of_towns.named
    if not query.search and query.aspect is None and (query.likeness or query.asker) and query.allowed is None:
        return of_places.near
    if query.intent == "definition":
        return of_matter.defined
    if query.intent == "overview" and query.allowed is None:
        return of_the_whole.overview
    if query.aspect is not None:
        return of_matter.told if asked_and_held(query, corpus) else of_matter.touched
    if query.intent == "overview":
        return of_places.place
    if query.intent == "first":
        return of_matter.first
    if query.intent in ("count", "not_yet") and query.theme is not None:
        if corpus.manifest.theme(query.theme).states:
            return of_the_whole.counted
        return of_matter.found if query.search else of_places.place
    if not query.search and (query.allowed is not None or query.theme is not None):
        return of_places.place
    return of_matter.found


def _completed(evidence: Evidence, query: Query, corpus: Corpus) -> Evidence:
    """The evidence with what its rows point at, and with every gap that the reader has to know."""
    a_closed_set = evidence.found == "counted" or query.table_matter not in (None, "reference")
    cited, notes, reference_gaps = followed(evidence.cited, corpus, follow=not a_closed_set)
    told = [*evidence.gaps]
    if query.intent in ("count", "not_yet", "first") and evidence.cited:
        told.append(gaps.coverage(corpus))
        if evidence.found == "found":
            told.append(gaps.said("others_unknown", "half"))
    if query.aspect is not None and evidence.found != "danger":
        told[:0] = gaps.of_aspect(query.aspect, [item.entry for item in cited], corpus)
    if query.elsewhere and query.named:
        told += [gaps.other_town(town.name) for town in query.elsewhere]
    told += [
        gap for row in {item.entry.id: item.entry for item in cited}.values() for gap in gaps.of_entry(row, corpus)
    ] + reference_gaps
    if query.unheard and cited and evidence.found == "found":
        told.append(gaps.said("unheard", "half", nouns="」「".join(query.unheard)))
    if nouns := gaps.untold(query.not_told, [item.entry for item in cited], corpus):
        told.append(gaps.not_told(nouns, bool(cited)))
    return replace(evidence, cited=cited, gaps=tuple(dict.fromkeys(told)), notes=(*evidence.notes, *notes))
