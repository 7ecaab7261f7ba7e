"""The last look at an answer before anyone sees it: an extractive answer is checked as a model's would be."""

import re
from collections.abc import Iterator

from assistant.answer import Answer
from corpus.entry import Entry
from corpus.library import Corpus
from corpus.words import fold

_MARKER = re.compile(r"(?<!\\)\[(\d+)\]")
_PHONE = re.compile(r"(?<![\d.])\(?0\d{1,4}\)?[-‐‑–—―ー−][\d]{1,4}[-‐‑–—―ー−]\d{3,4}(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+")


def faults(answer: Answer, corpus: Corpus) -> list[str]:
    """What is wrong with an answer, one line each; empty for one that may be shown."""
    return [*_wrong_quotes(answer, corpus), *_wrong_markers(answer), *_unknown_contacts(answer, corpus)]


def _wrong_quotes(answer: Answer, corpus: Corpus) -> Iterator[str]:
    for citation in answer.citations:
        entry = corpus.entry(citation.entry_id)
        if entry is None:
            yield f"[{citation.n}] cites no entry: {citation.entry_id}"
        elif citation.quote != (entry.text[citation.start : citation.end] if entry.text else None):
            yield f"[{citation.n}] is not to the letter"
        if answer.abstained and citation.quote:
            yield f"[{citation.n}] is a quote in an answer that abstains"


def _wrong_markers(answer: Answer) -> Iterator[str]:
    seen = list(dict.fromkeys(int(n) for n in _MARKER.findall(answer.answer)))
    if seen != [citation.n for citation in answer.citations] or seen != list(range(1, len(seen) + 1)):
        yield f"markers {seen} do not fit the citations"


def _unknown_contacts(answer: Answer, corpus: Corpus) -> Iterator[str]:
    found = _PHONE.findall(fold(answer.answer))
    if not found:
        return
    cited = {citation.entry_id for citation in answer.citations}
    likely_first = sorted(corpus.entries, key=lambda entry: entry.id not in cited)
    for contact in found:
        if contact not in corpus.preface and not any(_holds(entry, contact) for entry in likely_first):
            yield f"a contact that no register holds: {contact}"


def _holds(entry: Entry, contact: str) -> bool:
    values = (value for value in _register_values(entry) if contact in fold(value))
    return contact in fold(entry.text) or any(contact in _PHONE.findall(fold(value)) for value in values)


def _register_values(entry: Entry) -> Iterator[str]:
    """All that may stand for an entry's contact; numbers in addresses read like telephone numbers."""
    contact = entry.contact
    values = (contact.department, contact.phone, contact.fax, contact.email, contact.url, contact.source_url)
    yield from filter(None, (*values, entry.source.url))
