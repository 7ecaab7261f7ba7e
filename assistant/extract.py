"""Evidence → the extractive answer: Markdown in a fixed order, quotes to the letter, nothing of our own but frames."""

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Citation, Gap
from assistant.contacts import contact_lines
from assistant.evidence import Cited, Evidence
from assistant.lead import lead
from assistant.query import Query
from assistant.texts import text
from assistant.wording import cell
from corpus.library import Corpus

_ON_SCREEN = 5
"""The most quotes in full; the rest follow as one line each."""
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def plain(words: str) -> str:
    """Words of others as text in Markdown: nothing in them is markup."""
    return _MARKUP.sub(r"\\\1", words)


def extract(query: Query, evidence: Evidence, corpus: Corpus) -> Iterator[Answer]:
    """Drafts of the answer, each longer than the one before; the last is whole."""
    parts: list[str] = [lead(query, evidence, corpus)]
    citations: list[Citation] = []
    yield _answer(query, evidence, parts, citations)
    heading = None
    for item in evidence.cited:
        if item.heading and item.heading != heading:
            heading = item.heading
            parts.append(f"**{heading}**")
        new = _citations(item, len(citations), corpus)
        citations += new
        parts.append(_quotes(item, new, corpus))
        yield _answer(query, evidence, parts, citations)
    parts += _rest(evidence, corpus, parts[0])
    yield _answer(query, evidence, parts, citations)


def _answer(query: Query, evidence: Evidence, parts: Sequence[str], citations: Sequence[Citation]) -> Answer:
    return Answer(
        question=query.question,
        answer="\n\n".join(parts),
        abstained=evidence.abstained,
        citations=tuple(citations),
        gaps=evidence.gaps,
        suggestions=evidence.suggestions,
        notes=evidence.notes,
    )


def _citations(item: Cited, before: int, corpus: Corpus) -> list[Citation]:
    entry, target = item.entry, corpus.referred(item.entry)
    return [
        Citation(
            n=before + offset,
            entry_id=entry.id,
            municipality=entry.municipality.name,
            prefecture=entry.municipality.prefecture,
            theme=entry.theme,
            aspect=entry.aspect,
            quote=entry.text[span[0] : span[1]] if span else None,
            start=span[0] if span else None,
            end=span[1] if span else None,
            text_status=entry.text_status,
            refers_to=target.id if target else None,
            contact=entry.contact,
            source=entry.source,
        )
        for offset, span in enumerate(item.spans or (None,), start=1)
    ]


def _quotes(item: Cited, citations: Sequence[Citation], corpus: Corpus) -> str:
    """The quotes of one entry as blocks, each with its number, the town and the theme."""
    where = cell(item.entry, corpus.manifest)
    blocks = []
    for citation in citations:
        if citation.quote is None:
            blocks.append(f"> {text('section.blank_quote')} [{citation.n}] {where}")
        elif citation.n <= _ON_SCREEN:
            lines = plain(citation.quote).split("\n")
            blocks.append("\n".join(f"> {line.strip()}" for line in lines if line.strip()) + f" [{citation.n}] {where}")
        else:
            blocks.append(f"- [{citation.n}] {where}")
    return "\n\n".join(blocks)


def _is_the_answer(gap: Gap, evidence: Evidence) -> bool:
    """True if the lead of an answer that abstains says nothing else."""
    return evidence.abstained and gap.kind in ("other_town", "out_of_scope")


def _rest(evidence: Evidence, corpus: Corpus, said: str) -> list[str]:
    """Notes, gaps and contacts, in this order; a gap that the lead, `said`, tells is not told twice."""
    parts: list[str] = []
    if evidence.found == "danger":
        return parts
    if evidence.notes:
        parts.append(_section("notes", evidence.notes))
    told = [gap.text for gap in evidence.gaps if gap.text not in said and not _is_the_answer(gap, evidence)]
    if told:
        parts.append(_section("gaps", told))
    if evidence.suggestions:
        lines = [f"{s.municipality}（{s.why}）" for s in evidence.suggestions]
        parts.append("\n".join([text("suggestion.heading"), "", *(f"- {line}" for line in lines)]))
    parts.append("\n".join([f"**{text('contact.heading')}**", "", *contact_lines(evidence, corpus)]))
    if evidence.found == "overview":
        parts.append(text("section.narrow"))
    return parts


def _section(name: str, lines: Sequence[str]) -> str:
    return "\n".join([f"**{text(f'section.{name}')}**", "", *(f"- {line}" for line in dict.fromkeys(lines))])
