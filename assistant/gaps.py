"""What the corpus does not hold, each as a value with the sentence that says it."""

from collections.abc import Collection, Sequence

from assistant.answer import Gap
from assistant.texts import text
from assistant.wording import cell, joined
from corpus.entry import Entry, Municipality
from corpus.library import Corpus


def of_entry(entry: Entry, corpus: Corpus) -> list[Gap]:
    """The gap of a cited entry: blank, or cut short. None for a whole one."""
    where = cell(entry, corpus.manifest)
    if entry.text_status == "missing":
        return [_of(entry, "missing", text("gap.missing", cell=where, url=entry.source.url))]
    if entry.text_status == "partial" and entry.loss:
        return [_of(entry, "partial", text("gap.partial_certain", cell=where, loss=entry.loss))]
    if entry.text_status == "partial":
        return [_of(entry, "partial", text("gap.partial_possible", cell=where))]
    return []


def silent_towns(codes: Collection[str], corpus: Corpus) -> tuple[Gap, ...]:
    """One gap for all of these towns of which no row has text, in the corpus's order; none if there is no such town."""
    names = [town.name for code, town in corpus.municipalities.items() if code in codes and not corpus.has_text(code)]
    if not names:
        return ()
    return (Gap(kind="missing", text=text("gap.silent", towns=joined(names), url=corpus.manifest.source.url)),)


def _of(entry: Entry, kind: str, sentence: str) -> Gap:
    return Gap.model_validate(
        {
            "kind": kind,
            "municipality": entry.municipality.name,
            "theme": entry.theme,
            "aspect": entry.aspect,
            "text": sentence,
        }
    )


def no_row(town: Municipality, theme: str, corpus: Corpus) -> Gap:
    """The source's table for this theme has no row of the town."""
    sentence = text("gap.no_row", theme=corpus.manifest.theme(theme).label, town=town.name)
    return Gap(kind="no_row", municipality=town.name, theme=theme, text=sentence)


def no_rows(towns: Sequence[Municipality], theme: str, corpus: Corpus) -> tuple[Gap, ...]:
    """One gap for all towns of which the source's table for this theme has no row; none without such towns."""
    if not towns:
        return ()
    names = joined(town.name for town in towns)
    sentence = text("gap.no_row", theme=corpus.manifest.theme(theme).label, town=names)
    return (Gap(kind="no_row", theme=theme, text=sentence),)


def of_aspect(wanted: str, cited: Sequence[Entry], corpus: Corpus) -> list[Gap]:
    """The gap of a column that was asked for: not held, or held without a row of towns that are cited from another."""
    if not corpus.manifest.aspect(wanted).held:
        return [aspect(wanted, corpus)]
    others = [entry.municipality.name for entry in cited if entry.aspect != wanted]
    told = {entry.municipality.name for entry in cited if entry.aspect == wanted}
    if not (names := [name for name in others if name not in told]):
        return []
    heading = corpus.manifest.aspect(wanted).heading
    return [Gap(kind="aspect", aspect=wanted, text=text("gap.aspect_no_row", aspect=heading, towns=joined(names)))]


def aspect(wanted: str, corpus: Corpus) -> Gap:
    """The corpus does not hold this column."""
    column = corpus.manifest.aspect(wanted)
    sentence = text("gap.aspect", aspect=column.heading, publisher=corpus.manifest.publisher, url=column.url)
    return Gap(kind="aspect", aspect=wanted, text=sentence)


def reference_not_held(entry: Entry, corpus: Corpus) -> Gap:
    """The entry's words point at a column that the corpus does not hold."""
    assert entry.reference is not None
    column = corpus.manifest.aspect(entry.reference.aspect)
    sentence = text(
        "gap.aspect_reference",
        cell=cell(entry, corpus.manifest),
        words=entry.reference.words,
        aspect=column.heading,
        url=column.url,
    )
    return Gap(
        kind="aspect",
        municipality=entry.municipality.name,
        theme=entry.theme,
        aspect=column.id,
        text=sentence,
    )


def other_town(name: str) -> Gap:
    """The corpus has no such town."""
    return Gap(kind="other_town", municipality=name, text=text("gap.other_town", town=name))


def not_told(nouns: Sequence[str], anything_cited: bool) -> Gap:
    """Facts that were asked for and are not told by what is cited, or by anything."""
    key = "gap.half" if anything_cited else "gap.half_all"
    return Gap(kind="half", text=text(key, nouns=joined(nouns)))


def untold(nouns: Sequence[str], cited: Sequence[Entry], corpus: Corpus) -> list[str]:
    """Those of the facts asked for that no cited row tells, by the signs that the corpus's scope gives for each."""
    facts = {fact.noun: fact for fact in corpus.scope.not_told}
    return [noun for noun in nouns if not any(facts[noun].told_in(entry.text) for entry in cited)]


def no_place(place: str) -> Gap:
    """The corpus has no town of this place."""
    return Gap(kind="other_town", text=text("abstain.no_place", place=place))


def no_kind(kind: str) -> Gap:
    """No town of the corpus is of this kind."""
    return Gap(kind="out_of_scope", text=text("gap.no_kind", kind=kind))


def none_smaller(town: Municipality) -> Gap:
    """No town of the corpus has fewer people than this one."""
    sentence = text("gap.none_smaller", town=town.name, population=f"{town.population or 0:,}")
    return Gap(kind="out_of_scope", text=sentence)


def population_not_held(towns: Sequence[str]) -> Gap:
    """How many people the asker's own town has is not known."""
    return Gap(kind="half", text=text("gap.population_not_held", towns=joined(towns)))


def out_of_scope() -> Gap:
    """Nothing of the sort is in the corpus."""
    return Gap(kind="out_of_scope", text=text("gap.out_of_scope"))


def coverage(corpus: Corpus) -> Gap:
    """The corpus counts only itself: what it is and as of when, wherever a number might be taken for the country's."""
    manifest = corpus.manifest
    sentence = text("gap.coverage", coverage=manifest.coverage, as_of=manifest.source.as_of)
    return Gap(kind="out_of_scope", text=sentence)


def said(key: str, kind: str, **values: str) -> Gap:
    """A gap of the corpus as a whole, told by a fixed sentence."""
    return Gap.model_validate({"kind": kind, "text": text(f"gap.{key}", **values)})
