"""Evidence for questions about the corpus as a whole: an overview by topic, what touches an aspect, who was first."""

import re
from collections.abc import Sequence

from assistant.cues import cue
from assistant.evidence import Cited
from assistant.quotes import standing_alone
from corpus.library import Corpus
from corpus.passages import Passage
from corpus.words import fold
from embeddings.retriever import Hit

_GROUPS = 5
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_DATE = re.compile(r"(令和|平成|昭和)(元|[0-9]{1,2})年(?:(度)(末|当初|半ば)?|([0-9]{1,2})月)?")
_LONGEST_EXAMPLE = 110


def overview(corpus: Corpus, theme: str | None, most: int | None) -> tuple[Cited, ...]:
    """One short quote for each of the corpus's topics, the fullest topics first, a town twice only if need be."""
    groups: dict[str, list[Passage]] = {}
    for passage in corpus.passages:
        if passage.entry.aspect != corpus.manifest.held_aspect.id:
            continue
        if theme in (None, passage.entry.theme) and (topic := corpus.topic_of(passage.entry, passage.text)):
            groups.setdefault(topic.name, []).append(passage)
    chosen: list[Cited] = []
    used: set[str] = set()
    for name in sorted(groups, key=lambda name: -len({p.entry.municipality.code for p in groups[name]})):
        passage = min(groups[name], key=lambda p: _unfit(p, used, corpus))
        used.add(passage.entry.municipality.code)
        imported = passage.entry.id in corpus.provenance
        chosen.append(Cited(passage.entry, (standing_alone(passage),), heading=name, automatic=imported))
    return tuple(chosen[: most or _GROUPS])


def _unfit(passage: Passage, used: set[str], corpus: Corpus) -> tuple[bool, bool, bool, bool, int]:
    """Sort key: a town not yet shown, a quote of modest length that tells of a beginning, nothing cut short."""
    start, end = standing_alone(passage)
    return (
        passage.entry.municipality.code in used,
        end - start > _LONGEST_EXAMPLE,
        not cue("words.beginning").search(passage.text),
        passage.entry.text_status == "partial",
        -corpus.topics.weight(passage.text),
    )


def touching(aspect: str, hits: Sequence[Hit], ranked: bool, corpus: Corpus) -> list[Cited]:
    """The rows of the usual column with a sentence that touches on another aspect, by the manifest's words for it.

    In the order of the hits if the question says what it looks for (`ranked`), else by how much they touch on it.
    """
    words = corpus.manifest.aspect(aspect).touched_by
    usual = corpus.manifest.held_aspect.id
    within = [hit for hit in hits if hit.passage.entry.aspect == usual]
    touched = [(hit.passage, n) for hit in within if (n := sum(word in hit.passage.text for word in words))]
    if not ranked:
        touched.sort(key=lambda found: -found[1])
    best: dict[str, Passage] = {}
    for passage, _ in touched:
        best.setdefault(passage.entry.id, passage)
    return [Cited(passage.entry, (standing_alone(passage),)) for passage in best.values()]


def first_dated(hits: Sequence[Hit]) -> tuple[tuple[Cited, ...], tuple[str, ...]]:
    """The rows that name a year, the earliest first, and the words that name it."""
    dated: dict[str, tuple[float, Passage, str]] = {}
    for hit in hits:
        for found in _DATE.finditer(fold(hit.passage.text)):
            when = _when(found)
            if hit.passage.entry.id not in dated or when < dated[hit.passage.entry.id][0]:
                dated[hit.passage.entry.id] = (when, hit.passage, found[0])
    ordered = sorted(dated.values(), key=lambda row: (row[0], row[1].id))
    return (
        tuple(Cited(passage.entry, (standing_alone(passage),)) for _, passage, _ in ordered),
        tuple(words for _, _, words in ordered),
    )


def _when(found: re.Match[str]) -> float:
    """A date as years of the common era; a fiscal year (年度) begins in April."""
    era, year, fiscal, part, month = found.groups()
    begin = _ERAS[era] + (1 if year == "元" else int(year))
    if fiscal:
        return begin + {"末": 1.2, "半ば": 0.75}.get(part or "", 0.25)
    return begin + (int(month) - 1) / 12 if month else begin
