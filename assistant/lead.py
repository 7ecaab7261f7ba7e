"""The first sentences of an answer: which towns, how many, in what sense; no more than the rows say."""

from collections.abc import Callable

from assistant import gaps
from assistant.aspects import column_of
from assistant.cues import cue
from assistant.evidence import Evidence
from assistant.query import Query
from assistant.quotes import denies
from assistant.texts import text
from assistant.wording import cell, counted, joined
from corpus.entry import Municipality
from corpus.library import Corpus


def lead(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    """One or two plain sentences; what the corpus does not hold of the question comes first."""
    sentence = _LEADS.get(evidence.found, _found)(query, evidence, corpus)
    in_a_table = evidence.found in ("compared", "counted")
    told_first = [gap.text for gap in evidence.gaps if gap.kind == "no_row" and not in_a_table]
    if query.aspect is not None and evidence.found != "danger":
        cited = [item.entry for item in evidence.cited]
        told_first += [gap.text for gap in gaps.of_aspect(query.aspect, cited, corpus)]
    return "".join([*told_first, sentence])


def _towns(evidence: Evidence, corpus: Corpus) -> list[Municipality]:
    codes = evidence.towns or tuple(item.entry.municipality.code for item in evidence.cited)
    return [corpus.municipalities[code] for code in dict.fromkeys(codes)]


def _names(evidence: Evidence, corpus: Corpus) -> dict[str, str]:
    towns = _towns(evidence, corpus)
    return {"towns": joined(town.name for town in towns), "count": counted(towns)}


def _found(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    if query.intent == "not_yet":
        return _not_done(evidence, corpus)
    return _where_it_stands(query, evidence, corpus) + _order(evidence)


def _not_done(evidence: Evidence, corpus: Corpus) -> str:
    """Which of the quotes say that something was not done; that a row is silent says nothing."""
    denying = [item.entry.municipality.name for item in evidence.cited if denies(item.entry, item.spans)]
    key = "not_yet_written" if denying else "not_yet_unwritten"
    return text(f"lead.{key}", denying=joined(denying), **_names(evidence, corpus))


def _order(evidence: Evidence) -> str:
    """By what of the asker's own place the rows are ordered; nothing where that changed nothing."""
    place, size = evidence.facts.get("place"), evidence.facts.get("size")
    if place and size:
        return text("lead.ordered_both", place=place, size=size)
    if place:
        return text("lead.ordered_place", place=place)
    return text("lead.ordered_size", size=size) if size else ""


def _where_it_stands(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    towns = [corpus.municipalities[code] for code in corpus.municipalities if code in (query.allowed or ())]
    if query.place and len(towns) > 1:
        return text("lead.found_in", place=query.place, candidates=counted(towns), **_names(evidence, corpus))
    names = _names(evidence, corpus)
    if len(_towns(evidence, corpus)) == 1:
        return text("lead.found_one", **names)
    return text("lead.found_ordered" if _order(evidence) else "lead.found", **names)


def _named(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    aspect = column_of(query, corpus).heading
    towns = _towns(evidence, corpus)
    if query.aspect is not None and evidence.cited:
        told = corpus.manifest.aspect(evidence.cited[0].entry.aspect).heading
        return text("lead.aspect_town", aspect=told)
    if all(item.entry.text_status == "missing" for item in evidence.cited):
        return text("lead.blank", cells=joined(cell(item.entry, corpus.manifest) for item in evidence.cited))
    if len(towns) > 1:
        return text("lead.towns", towns=joined(town.name for town in towns), aspect=aspect)
    if query.theme and all(item.entry.theme == query.theme for item in evidence.cited):
        theme = corpus.manifest.theme(query.theme).label
        return text("lead.town_theme", town=towns[0].name, aspect=aspect, theme=theme)
    return text("lead.town", town=towns[0].name, aspect=aspect)


def _where(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    towns = _towns(evidence, corpus)
    return "".join(
        text("lead.prefecture", town=town.name, prefecture=town.prefecture, kind=town.name[-1]) for town in towns
    )


def _place(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    if query.place is None and query.theme:
        return text("lead.place_theme", theme=corpus.manifest.theme(query.theme).label, **_names(evidence, corpus))
    return text("lead.place", place=query.place or "", **_names(evidence, corpus))


def _compared(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    towns = joined(town.name for town in _towns(evidence, corpus))
    return text("lead.compared", towns=towns, aspect=column_of(query, corpus).heading)


def _counted(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    assert query.theme is not None
    theme = corpus.manifest.theme(query.theme)
    state = next(state for state in theme.states if state.not_yet == (query.intent == "not_yet"))
    stated = [item.entry.municipality for item in evidence.cited if state.not_yet or item.heading == state.label]
    key = f"lead.{'not_yet' if state.not_yet else 'counted'}{'' if stated else '_none'}"
    return text(
        key,
        theme=theme.label,
        label=state.label,
        place=query.place or text("state.everywhere"),
        count=counted([item.entry.municipality for item in evidence.cited]),
        towns=joined(town.name for town in stated),
        stated=counted(stated),
    )


def _near(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    facts, names = evidence.facts, _names(evidence, corpus)
    by = facts.get("by", "area")
    if by != "area" and by != "kind":
        towns = [
            text("place.population", town=t.name, population=f"{t.population:,}") for t in _towns(evidence, corpus)
        ]
        names["towns"] = joined(towns)
    if by == "size":
        return text("lead.near_size", size=facts["size"], **names) + text("note.population")
    if by in ("small", "large"):
        sentence = text(f"lead.near_{by}", **names) + text("note.population")
        return text("lead.cannot_promise") + sentence if cue("words.possible").search(query.question) else sentence
    return text(f"lead.near_{by}", place=facts.get("place", ""), **names)


def _contact(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    towns = _towns(evidence, corpus)
    if not towns:
        return text("contact.nobody", publisher=corpus.manifest.publisher, url=corpus.manifest.source.url)
    listed = any(item.entry.contact.status == "listed" for item in evidence.cited)
    names = joined(town.name for town in towns)
    if listed:
        return text("lead.contact_listed", towns=names)
    return text("lead.contact", towns=names, publisher=corpus.manifest.publisher)


def _listing(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    towns = _towns(evidence, corpus)
    lines = [f"- {town.name}（{town.prefecture}）" for town in towns]
    return "\n".join([text("lead.listing", count=counted(towns)), "", *lines])


def _about(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    manifest = corpus.manifest
    source = manifest.source
    sentence = text("lead.about", publisher=manifest.publisher, title=source.title, as_of=source.as_of)
    return "\n".join([sentence, "", *(f"> {line}" for line in corpus.preface.splitlines())])


def _table(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    if not evidence.cited and not evidence.gaps:
        return text("lead.table_none")
    asked_for = [item.entry for item in evidence.cited if query.table_matter != "reference" or item.entry.reference]
    cells = joined(cell(entry, corpus.manifest) for entry in asked_for)
    return text(f"lead.table_{query.table_matter}", cells=cells, towns=_names(evidence, corpus)["towns"])


def _overview(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    key = "lead.overview_few" if query.most else "lead.overview"
    groups = len({item.heading for item in evidence.cited})
    return text(key, aspect=corpus.manifest.held_aspect.heading, count=groups)


def _first(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    town = evidence.cited[0].entry.municipality
    return text("lead.first", town=town.name, date=evidence.facts["date"])


def _touched(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    return text("lead.touched", aspect=corpus.manifest.held_aspect.heading)


def _defined(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    return text("lead.defined", term=evidence.facts["term"], **_names(evidence, corpus))


def _told(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    return text("lead.told", aspect=column_of(query, corpus).heading, **_names(evidence, corpus))


def _nothing(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    if evidence.facts.get("more"):
        return text("lead.no_more")
    return text("abstain.nothing") + _scope(corpus)


def _other_town(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    towns = list(corpus.municipalities.values())
    sentence = text("abstain.other_town", town=joined(town.name for town in query.elsewhere))
    return sentence + text("abstain.contents", towns=joined(t.name for t in towns), count=counted(towns))


def _no_place(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    towns = list(corpus.municipalities.values())
    place = query.place or evidence.facts.get("place") or joined(mention.surface for mention in query.asker)
    return text("abstain.no_place", place=place) + text(
        "abstain.contents", towns=joined(t.name for t in towns), count=counted(towns)
    )


def _whose_place(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    return text("abstain.whose_place")


def _danger(query: Query, evidence: Evidence, corpus: Corpus) -> str:
    return text("abstain.danger")


def _scope(corpus: Corpus) -> str:
    manifest = corpus.manifest
    towns = counted(list(corpus.municipalities.values()))
    return text("abstain.scope", subject=manifest.subject, count=towns, aspect=manifest.held_aspect.heading)


_LEADS: dict[str, Callable[[Query, Evidence, Corpus], str]] = {
    "named": _named,
    "where": _where,
    "place": _place,
    "compared": _compared,
    "counted": _counted,
    "not_yet": _counted,
    "near": _near,
    "contact": _contact,
    "listing": _listing,
    "about": _about,
    "table": _table,
    "overview": _overview,
    "first": _first,
    "touched": _touched,
    "told": _told,
    "defined": _defined,
    "nothing": _nothing,
    "other_town": _other_town,
    "no_place": _no_place,
    "whose_place": _whose_place,
    "danger": _danger,
}
