"""Evidence → sentences of a language model, each checked; or a `ChatFault`, and the answer is in quotes."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence

from langchain_core.messages import BaseMessage

from assistant.answer import Citation, Sentence
from assistant.writing.chat_model import ChatModel, Deadline
from assistant.writing.compared import Source
from assistant.writing.faults import ChatFault
from assistant.writing.personal_data import signs_of_a_person
from assistant.writing.sentences import Written, is_japanese, sentences_of, whole_sentences_of
from assistant.writing.support import Checker
from corpus.library import Corpus
from prompts.loader import load_prompt

_MOST_SENTENCES = 6
_SUGGESTED = 3
_LEAST_KEPT = 0.5
"""If fewer than this share of the sentences have support, none is shown."""
_REFUSAL = re.compile(
    r"申し訳|(?:お答え|回答|対応)(?:することは|は)?(?:でき(?:ません|ない|かね)|いたしかね)"
    r"|(?i:i['’]?m sorry|i can(?:no|')t)"
)


class Writer:
    """Has a chat model write, and checks what it wrote."""

    def __init__(self, chat: ChatModel, checker: Checker, corpus: Corpus) -> None:
        self.chat = chat
        self._checker = checker
        self._corpus = corpus
        self._answer = load_prompt("answer", frozenset({"question", "evidence", "mark", "sentences"}))
        self._rewrite = load_prompt("rewrite", frozenset({"question", "history", "mark"}))
        self._suggest = load_prompt("suggest", frozenset({"question", "evidence", "mark", "count"}))

    def write(
        self,
        question: str,
        history: Sequence[str],
        citations: Sequence[Citation],
        deadline: Deadline,
        confirmed: bool = False,
    ) -> Iterator[tuple[Sentence, ...]]:
        """The checked sentences so far, then all of them. Raises ChatFault if they cannot stand as an answer.

        What looks like a record about a person is sent only if the user `confirmed` that it is none.
        """
        if not confirmed and any(signs_of_a_person(text) for text in (question, *history)):
            raise ChatFault("personal_data")
        sources = {c.n: Source(c.quote, c.municipality, c.prefecture) for c in citations if c.quote is not None}
        text, checked = "", dict[Written, Sentence]()
        for piece in self.chat.stream(self._asked(question, citations), deadline):
            text += piece
            written = whole_sentences_of(text)
            if len(written) > len(checked) or not piece:
                yield self._checked(written, sources, checked)
        sentences = self._checked(sentences_of(text), sources, checked)
        self._stands(text, sentences)
        yield sentences

    def rewritten(self, question: str, history: Sequence[str], deadline: Deadline) -> str | None:
        """A question that leans on earlier ones as one that stands alone; None where the model gives none."""
        if any(signs_of_a_person(text) for text in (question, *history)):
            return None
        messages = self._rewrite.format_messages(
            question=question, history="\n".join(f"- {earlier}" for earlier in history), mark=_mark()
        )
        try:
            lines = self.chat.write(messages, deadline).strip().splitlines()
        except ChatFault:
            return None
        return lines[0].strip("「」 ") if len(lines) == 1 and is_japanese(lines[0]) else None

    def suggested(self, question: str, citations: Sequence[Citation], deadline: Deadline) -> tuple[str, ...]:
        """Questions that might come next, as the model thinks; whoever shows them makes sure of an answer."""
        messages = self._suggest.format_messages(
            question=question, evidence=self._evidence(citations), mark=_mark(), count=_SUGGESTED
        )
        try:
            text = self.chat.write(messages, deadline)
        except ChatFault:
            return ()
        lines = (re.sub(r"^\s*(?:[-*・]|\d+[.)．])\s*", "", line).strip("「」 ") for line in text.splitlines())
        return tuple(dict.fromkeys(line for line in lines if 5 <= len(line) <= 60 and is_japanese(line)))[:_SUGGESTED]

    def _asked(self, question: str, citations: Sequence[Citation]) -> Sequence[BaseMessage]:
        return self._answer.format_messages(
            question=question, evidence=self._evidence(citations), mark=_mark(), sentences=_MOST_SENTENCES
        )

    def _evidence(self, citations: Sequence[Citation]) -> str:
        manifest = self._corpus.manifest
        return "\n\n".join(
            f"[{c.n}] {c.municipality}（{c.prefecture}）〈{manifest.theme(c.theme).label}〉\n{c.quote}"
            for c in citations
            if c.quote is not None
        )

    def _checked(
        self, written: Sequence[Written], sources: Mapping[int, Source], known: dict[Written, Sentence]
    ) -> tuple[Sentence, ...]:
        for sentence in written:
            if sentence not in known:
                support = self._checker.support(sentence, sources)
                known[sentence] = Sentence(
                    text=sentence.text,
                    citations=sentence.citations,
                    support=support,
                    kept=support != "unsupported",
                )
        return tuple(known[sentence] for sentence in written)

    def _stands(self, text: str, sentences: Sequence[Sentence]) -> None:
        kept = sum(sentence.kept for sentence in sentences)
        if not sentences:
            raise ChatFault("empty")
        if not is_japanese(text):
            raise ChatFault("not_japanese")
        if kept < _LEAST_KEPT * len(sentences) or not kept:
            struck = tuple(sentence.model_copy(update={"kept": False}) for sentence in sentences)
            raise ChatFault("refused" if _REFUSAL.search(text) else "unsupported", struck)


def _mark() -> str:
    """Ends the data in a prompt; nobody who wrote the data can know it."""
    return secrets.token_hex(8)
