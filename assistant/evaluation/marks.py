"""One answer held against its label: so many hits of so many for each figure."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.evaluation.labels import Label, Row
from assistant.verify import faults
from corpus.library import Corpus
from corpus.words import fold

FIGURES = (
    *("must_recall", "must_recall_lay", "must_recall_named", "first_hit", "precision", "only", "quote_hit"),
    *("verbatim", "status", "markers", "gaps_told", "abstain", "false_abstain", "aspect_told", "prefecture"),
    *("contact_invented", "listed_all", "said", "kept_silent"),
)
"""Every figure, in the order of a report."""
LOWER_IS_BETTER = frozenset({"false_abstain", "contact_invented"})
_QUOTED_KINDS = frozenset({"variant", "english"})
_BRIEFEST_QUOTE = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether an answer does what `figure` counts; `why` shows what it did instead."""

    figure: str
    hit: bool
    why: str = ""


def marks(label: Label, answer: Answer, corpus: Corpus) -> list[Mark]:
    """All marks of one answer; a figure that does not apply to the question has none."""
    return [
        *_rows(label, answer),
        *_quotes(label, answer, corpus),
        *_gaps(label, answer),
        *_refusal(label, answer),
        *_contacts(answer, corpus),
        *_words(label, answer),
    ]


def failed(mark: Mark) -> bool:
    """True if the mark is a bad one."""
    return mark.hit == (mark.figure in LOWER_IS_BETTER)


def cited_rows(answer: Answer) -> list[Row]:
    """The rows that an answer cites, each once, best first."""
    return list(dict.fromkeys((citation.theme, citation.municipality) for citation in answer.citations))


def needed(label: Label, cited: list[Row]) -> list[bool]:
    """For everything that has to be cited, whether it is."""
    found = [row in cited for row in label.must]
    if label.must_any:
        found.append(any(row in cited for row in label.must_any))
    return found + [any(town == wanted for _, town in cited) for wanted in label.contact_of]


def _rows(label: Label, answer: Answer) -> Iterator[Mark]:
    cited = cited_rows(answer)
    need = needed(label, cited)
    for hit in need:
        yield Mark("must_recall", hit, f"{cited}")
        yield Mark("must_recall_lay" if label.is_lay else "must_recall_named", hit, f"{cited}")
    if need and label.right and not label.contact_of:
        yield Mark("first_hit", bool(cited) and cited[0] in label.right, f"{cited[:1]}")
    if label.right and (label.is_lay or label.kind in _QUOTED_KINDS):
        for row in cited:
            yield Mark("precision", row in label.right, f"{row}")
    if label.only:
        others = {town for _, town in cited} - set(label.only)
        yield Mark("only", not others and bool(cited or answer.abstained), f"{others}")
    for town, prefecture in label.expect_prefecture.items():
        yield Mark("prefecture", any(c.municipality == town and c.prefecture == prefecture for c in answer.citations))


def _quotes(label: Label, answer: Answer, corpus: Corpus) -> Iterator[Mark]:
    if label.quote_any:
        quotes = [_close(citation.quote or "") for citation in answer.citations]
        yield Mark("quote_hit", any(_close(wanted) in quote for wanted in label.quote_any for quote in quotes))
    for citation in answer.citations:
        entry = corpus.entry(citation.entry_id)
        right = entry is not None and citation.text_status == entry.text_status
        yield Mark("status", right and (citation.quote is None) == (citation.text_status == "missing"))
        if citation.quote:
            whole = entry.text if entry else ""
            long_enough = len(_close(citation.quote)) >= _BRIEFEST_QUOTE or citation.quote == whole
            yield Mark("verbatim", citation.quote in whole and long_enough, citation.quote[:50])
    numbers = list(dict.fromkeys(int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)))
    right = numbers == [citation.n for citation in answer.citations] == list(range(1, len(numbers) + 1))
    yield Mark("markers", right, f"{numbers}")


def _gaps(label: Label, answer: Answer) -> Iterator[Mark]:
    for citation in answer.citations:
        if citation.text_status in ("missing", "partial"):
            yield Mark("gaps_told", _is_told(citation, answer), f"{citation.entry_id}")
    cited = cited_rows(answer)
    for row in label.gaps:
        yield Mark("gaps_told", row in cited and not answer.abstained, f"{row}")
    if label.expect_aspect:
        told = [gap.text for gap in answer.gaps if gap.kind == "aspect" and gap.aspect == label.expect_aspect]
        yield Mark("aspect_told", any(sentence in answer.answer for sentence in told))


def _is_told(citation: Citation, answer: Answer) -> bool:
    return citation.municipality in answer.answer and any(
        gap.municipality == citation.municipality and gap.theme in (citation.theme, None) for gap in answer.gaps
    )


def _refusal(label: Label, answer: Answer) -> Iterator[Mark]:
    if label.expect_abstain:
        yield Mark("abstain", answer.abstained and not any(c.quote for c in answer.citations), answer.answer[:80])
    elif needed(label, []) and not label.contact_of:
        yield Mark("false_abstain", answer.abstained, answer.answer[:80])


def _contacts(answer: Answer, corpus: Corpus) -> Iterator[Mark]:
    register = {entry.municipality.name: entry.contact for entry in corpus.entries}
    for citation in answer.citations:
        yield Mark("contact_invented", citation.contact != register.get(citation.municipality), f"{citation.contact}")
    found = [fault for fault in faults(answer, corpus) if "no register" in fault]
    yield Mark("contact_invented", bool(found), "; ".join(found))


def _words(label: Label, answer: Answer) -> Iterator[Mark]:
    said = fold("\n".join([answer.answer, *(gap.text for gap in answer.gaps), *answer.notes]))
    if label.expect_all:
        lacking = [town for town in label.expect_all if town not in answer.answer]
        yield Mark("listed_all", not lacking, "・".join(lacking))
    for pattern in label.say:
        yield Mark("said", bool(re.search(pattern, said)), pattern)
    for pattern in label.never:
        yield Mark("kept_silent", not re.search(pattern, said), pattern)


def _close(words: str) -> str:
    """Without blanks, in NFKC."""
    return re.sub(r"\s+", "", fold(words))


def summed(all_marks: list[list[Mark]]) -> dict[str, tuple[int, int]]:
    """For each figure that applies: hits, and of how many."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for of_question in all_marks:
        for mark in of_question:
            totals[mark.figure][0] += mark.hit
            totals[mark.figure][1] += 1
    return {figure: (totals[figure][0], totals[figure][1]) for figure in FIGURES if figure in totals}
