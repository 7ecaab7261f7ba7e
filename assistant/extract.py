"""Evidence → the extractive answer: Markdown in a fixed order, quotes to the letter, nothing of our own but frames."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Gap, Sentence
from assistant.contacts import contact_lines
from assistant.evidence import Cited, Evidence
from assistant.lead import lead
from assistant.query import Query
from assistant.quotes import whole
from assistant.tables import by_heading, by_town, side_by_side
from assistant.texts import text
from assistant.wording import cell, column
from corpus.library import Corpus

_ON_SCREEN = 5
"""The most quotes in full; the rest follow as one line each."""
_BRIEF = 60
"""So many characters of a quote are its beginning."""
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_LIST = re.compile(r"^(\s*(?:\d{1,9}(?=[.)]))?)([-+.)])", re.MULTILINE)


def plain(words: str) -> str:
    """Words of others as text in Markdown: nothing in them is markup."""
    return _LIST.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", words))


def extract(query: Query, evidence: Evidence, corpus: Corpus, written: Sequence[Sentence] = ()) -> Iterator[Answer]:
    """Drafts of the answer, each longer than the one before; the last is whole.

    `written`: sentences that stand before the quotes, with the numbers that the quotes have here.
    """
    parts: list[str] = [lead(query, evidence, corpus)]
    if written:
        parts.append(prose(written))
    citations: list[Citation] = []
    yield _answer(query, evidence, parts, citations)
    for part, new in _body(query, evidence, corpus):
        parts.append(part)
        citations += new
        yield _answer(query, evidence, parts, citations)
    parts += _rest(evidence, corpus, parts[0])
    yield _answer(query, evidence, parts, citations)


def prose(written: Sequence[Sentence]) -> str:
    """The sentences that are kept, each with its numbers and, where its support is not whole, words that say so."""
    return "".join(_with_numbers(sentence) for sentence in written if sentence.kept)


def _with_numbers(sentence: Sentence) -> str:
    numbers = "".join(f"[{n}]" for n in sentence.citations)
    doubt = text("support.partial") if sentence.support == "partial" else ""
    return f"{plain(sentence.text.removesuffix('。'))} {numbers}{doubt}。"


Part = tuple[str, Sequence[Citation]]
"""A part of an answer, and the citations that are new in it."""


def _body(query: Query, evidence: Evidence, corpus: Corpus) -> Iterator[Part]:
    """What is quoted: as a table where towns or states stand side by side, else block by block."""
    if evidence.found == "compared":
        new = _numbered(evidence, corpus)
        quotes = [plain(citation.quote or "") for citation in new]
        yield side_by_side(new, evidence.towns, quotes, corpus), new
    elif evidence.found == "counted" and query.theme is not None:
        new = _numbered(evidence, corpus)
        headings = [item.heading or "" for item in evidence.cited]
        yield by_heading(list(zip(headings, new, strict=True))), new
        stated = [state.label for state in corpus.manifest.theme(query.theme).states]
        for item, citation in zip(evidence.cited, new, strict=True):
            if item.heading in stated:
                yield _quotes(item, [citation], corpus), []
    elif query.form == "table":
        new = _all(evidence, corpus)
        yield by_town(new, [plain(citation.quote or "") for citation in new], corpus), new
    elif query.form in ("short", "where_written"):
        line = _in_brief if query.form == "short" else _where_written
        new = _all(evidence, corpus)
        yield "\n".join(f"- {line(citation, corpus)}" for citation in new), new
    elif query.form == "whole":
        rows = tuple(replace(item, spans=whole(item.entry)) for item in evidence.cited)
        yield from _blocks(replace(evidence, cited=rows), corpus)
    else:
        yield from _blocks(evidence, corpus)


def _in_brief(citation: Citation, corpus: Corpus) -> str:
    """The beginning of a quote, in one line."""
    where = _cell(citation, corpus)
    if citation.quote is None:
        return f"{text('section.blank_quote')} [{citation.n}] {where}"
    words = " ".join(citation.quote.split())
    shown = words if len(words) <= _BRIEF else f"{_whole_clauses(words[:_BRIEF])}…"
    return f"{plain(shown)} [{citation.n}] {where}"


def _whole_clauses(words: str) -> str:
    """As much of a beginning as ends where a clause ends; all of it where that would leave too little."""
    end = max(words.rfind(mark) for mark in "、。・➡→") + 1
    return words[:end].rstrip("、・➡→ ") if end > len(words) // 2 else words


def _where_written(citation: Citation, corpus: Corpus) -> str:
    """Where a quote stands in the source."""
    manifest = corpus.manifest
    return f"[{citation.n}] " + text(
        "form.where_written",
        cell=_cell(citation, corpus),
        title=citation.source.title,
        theme=manifest.theme(citation.theme).label,
        aspect=manifest.aspect(citation.aspect).heading,
        url=citation.source.url,
    )


def _cell(citation: Citation, corpus: Corpus) -> str:
    where = column(citation.theme, citation.aspect, corpus.manifest)
    return text("section.where", town=citation.municipality, theme=where)


def _all(evidence: Evidence, corpus: Corpus) -> list[Citation]:
    """Every citation of every cited row, in order."""
    found: list[Citation] = []
    for item in evidence.cited:
        found += _citations(item, len(found), corpus)
    return found


def _numbered(evidence: Evidence, corpus: Corpus) -> list[Citation]:
    """One citation for each cited row, in order."""
    return [_citations(item, before, corpus)[0] for before, item in enumerate(evidence.cited)]


def _blocks(evidence: Evidence, corpus: Corpus) -> Iterator[Part]:
    before, heading = 0, None
    for item in evidence.cited:
        if item.heading and item.heading != heading:
            heading = item.heading
            yield f"**{heading}**", []
        new = _citations(item, before, corpus)
        before += len(new)
        yield _quotes(item, new, corpus), new


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
    where = cell(item.entry, corpus.manifest) + (text("section.automatic") if item.automatic else "")
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
