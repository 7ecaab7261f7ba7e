"""Whether an answer is written in sentences or quoted, and why: never without evidence, never without a check."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Sentence
from assistant.evidence import Cited, Evidence
from assistant.extract import extract, prose
from assistant.lead import lead
from assistant.query import Query
from assistant.texts import text
from assistant.writing.chat_model import ChatModel, ChatModelUnusable, Deadline
from assistant.writing.faults import ChatFault, Reason
from assistant.writing.support import Checker
from corpus.library import Corpus

if TYPE_CHECKING:
    from assistant.writing.writer import Writer

_IN_SENTENCES = frozenset({"found", "named", "place", "near", "touched", "overview", "first", "compared"})
"""What can be told in sentences. Lists, counts, contacts and what is not there say all in the form they have."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What an answer is made of: evidence in the order in which it is spoken of, and the sentences, if any.

    `fallback`: why there are none in the answer although they were asked for.
    """

    evidence: Evidence
    sentences: tuple[Sentence, ...] | None = None
    fallback: Reason | None = None

    def facts(self) -> dict[str, Any]:
        """The fields of the answer that say how it came about."""
        mode = "model" if self.sentences is not None and self.fallback is None else "extractive"
        return {"mode": mode, "fallback_reason": self.fallback, "sentences": self.sentences}


class Authorship:
    """Has an answer written where that can be done, and says why where it cannot."""

    def __init__(self, corpus: Corpus, chat: ChatModel | ChatModelUnusable | None, checker: Checker) -> None:
        self._corpus = corpus
        self._chat = chat
        self._writer = _writer(chat, checker, corpus) if isinstance(chat, ChatModel) else None

    def deadline(self) -> Deadline:
        """The time that a model has for one answer, from now."""
        return Deadline(self._chat.seconds if isinstance(self._chat, ChatModel) else 0)

    def compose(
        self,
        question: str,
        history: Sequence[str],
        query: Query,
        evidence: Evidence,
        deadline: Deadline,
        confirmed: bool = False,
    ) -> Generator[Answer, None, Composed]:
        """Yields drafts, marked as being checked; returns what the answer is made of.

        `confirmed`: the user looked at the question and said that it tells of no person.
        """
        if self._writer is None:
            return self._without_a_model(evidence)
        if evidence.abstained:
            return Composed(evidence, fallback="quotes_suffice")  # there is nothing to tell, in whatever form
        *_, quoted = extract(query, evidence, self._corpus)
        if evidence.found not in _IN_SENTENCES or query.form != "quotes" or not any(c.quote for c in quoted.citations):
            return _in_quotes(evidence, "quotes_suffice")
        opening = lead(query, evidence, self._corpus)
        sentences: tuple[Sentence, ...] = ()
        yield _draft(quoted, opening, sentences)
        try:
            for sentences in self._writer.write(question, history, quoted.citations, deadline, confirmed):
                yield _draft(quoted, opening, sentences)
        except ChatFault as fault:
            return replace(_in_quotes(evidence, fault.reason, host=self._writer.chat.host), sentences=fault.sentences)
        return _in_sentences(evidence, quoted.citations, sentences, self._writer.chat.name)

    def reworded(self, question: str, history: Sequence[str], deadline: Deadline) -> str | None:
        """A question that leans on earlier ones, in words that stand alone; None without a model, or if it fails."""
        return self._writer.rewritten(question, history, deadline) if self._writer else None

    def next_questions(self, question: str, answer: Answer, deadline: Deadline) -> tuple[str, ...]:
        """What the model thinks may be asked next; whoever shows it makes sure that there is an answer."""
        if self._writer is None or answer.mode == "extractive":
            return ()
        return self._writer.suggested(question, answer.citations, deadline)

    def _without_a_model(self, evidence: Evidence) -> Composed:
        if isinstance(self._chat, ChatModelUnusable):
            return _in_quotes(evidence, self._chat.reason, fact=self._chat.fact)
        return _in_quotes(evidence, "no_chat_model")


def _writer(chat: ChatModel, checker: Checker, corpus: Corpus) -> "Writer":
    from assistant.writing.writer import Writer  # brings prompts and messages, which quotes do not need

    return Writer(chat, checker, corpus)


def _in_quotes(evidence: Evidence, reason: Reason, **facts: str) -> Composed:
    note = text(f"fallback.{reason}", **facts)
    return Composed(replace(evidence, notes=(*evidence.notes, note)), fallback=reason)


def _in_sentences(
    evidence: Evidence, citations: Sequence[Citation], sentences: Sequence[Sentence], name: str
) -> Composed:
    """The evidence span by span, first what is spoken of first; the sentences with the numbers that this gives."""
    mentioned = dict.fromkeys(n for sentence in sentences if sentence.kept for n in sentence.citations)
    order = [*mentioned, *(c.n for c in citations if c.n not in mentioned)]
    spans = [replace(item, spans=(span,) if span else ()) for item in evidence.cited for span in item.spans or (None,)]
    cited: list[Cited] = [spans[n - 1] for n in order]
    number = {old: new for new, old in enumerate(order, start=1)}
    renumbered = tuple(
        sentence.model_copy(update={"citations": tuple(number.get(n, n) for n in sentence.citations)})
        for sentence in sentences
    )
    verdicts = [sentence.support for sentence in sentences]
    note = text(
        "support.checked",
        model=name,
        supported=verdicts.count("supported"),
        partial=verdicts.count("partial"),
        struck=verdicts.count("unsupported"),
    )
    return Composed(replace(evidence, cited=tuple(cited), notes=(*evidence.notes, note)), renumbered)


def _draft(quoted: Answer, opening: str, sentences: Sequence[Sentence]) -> Answer:
    """What is written so far, as far as it holds, over the quotes that it is written from."""
    parts = [text("support.checking"), opening, prose(sentences)]
    return quoted.model_copy(update={"mode": "model", "answer": "\n\n".join(part for part in parts if part)})
