"""READ THIS FIRST: the one way of a question, for the terminal, the web, the API and the tests.

    question, history ─ understand ─▶ Query ─ retrieve ─▶ Hits ─ select ─▶ Evidence
                      ─ extract ─▶ Answer (draft…) ─ verify ─▶ Answer

Data only moves right. Abstaining and gaps are values, not exceptions. The steps are functions of plain values; only
`Assistant` holds collaborators.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic, perf_counter

from assistant.answer import Answer, Mode, Timings
from assistant.errors import QuestionError
from assistant.evidence import Evidence
from assistant.explain import explanation
from assistant.extract import extract
from assistant.followup import Turn, complete
from assistant.leaning import leaned
from assistant.limits import Limits, limited
from assistant.next_questions import next_questions
from assistant.observing.events import answered
from assistant.query import Query
from assistant.question import Understanding
from assistant.select import select
from assistant.texts import text
from assistant.verify import faults
from assistant.writing.alignment import Alignment
from assistant.writing.authorship import Authorship, Composed
from assistant.writing.chat_model import ChatModel, ChatModelUnusable, Deadline
from assistant.writing.compared import Reader
from assistant.writing.support import Checker
from corpus.gazetteer import Gazetteer
from corpus.library import Corpus
from embeddings.encoder import Encoder, Tokens, Vector
from embeddings.errors import EmbeddingError, ModelUnavailableError, StoreBrokenError
from embeddings.index import Notice, VectorIndex
from embeddings.retriever import MOST, Hits, Retriever

_log = logging.getLogger(__name__)
_REMEMBERED = 256
"""So many questions' vectors are held in memory, whoever asked them; no words of theirs leave the process."""
_SECONDS_BETWEEN_MENDINGS = 600.0
_JUDGED_BY_RULES = ("named", "allowed", "theme", "aspect", "intent", "elsewhere")
"""Fields of a query in which a model's wording of a question may change nothing."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What it takes to search by meaning: an embedding model and the index made with it."""

    encoder: Encoder
    index: VectorIndex
    tokens: Callable[[str], Tokens] | None = None
    """The token vectors by which written sentences are checked; None for a model that the check was not fitted to."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one question led to, and how long each step took."""

    query: Query
    hits: Hits
    evidence: Evidence
    notes: tuple[str, ...]
    timings: Timings


class Assistant:
    """Answers questions about one corpus.

    `meaning` is None where words alone have to do; `notes` go with each answer. `chat` is the model that may write
    sentences, if one is wanted.
    """

    def __init__(
        self,
        corpus: Corpus,
        meaning: Meaning | None,
        notes: Sequence[str] = (),
        chat: ChatModel | ChatModelUnusable | None = None,
        missed: Callable[[Query], None] = lambda _: None,
        retriever: Retriever | None = None,
    ) -> None:
        """`missed` is told each question that found nothing; `retriever`: one that has read the corpus already."""
        self.corpus = corpus
        self.meaning = meaning
        self._notes, self._chat, self._missed = tuple(notes), chat, missed
        self._healing, self._not_mended_before = threading.Lock(), 0.0
        # A conversation's earlier questions are read again with each new one.
        self._vector_of = lru_cache(_REMEMBERED)(meaning.encoder.encode_query) if meaning else None
        self._turns_after: Callable[[tuple[str, ...]], list[Turn | None]] = lru_cache(_REMEMBERED)(lambda _: [])
        self._retriever = retriever or Retriever(corpus)
        gazetteer = Gazetteer(corpus.municipalities)
        self._understand = Understanding(corpus, gazetteer, self._retriever.terms)
        alignment = Alignment(meaning.tokens) if meaning and meaning.tokens else None
        checker = Checker(Reader(self._retriever.terms.unified, gazetteer), alignment)
        self._authorship = Authorship(corpus, chat, checker)

    def following(self, corpus: Corpus) -> "Assistant":
        """The assistant for what the corpus has become; this one goes on answering while that is made.

        Raises EmbeddingError where the index cannot be brought up to it now.
        """
        meaning = self.meaning
        if meaning is not None:
            meaning = replace(meaning, index=meaning.index.following(corpus, meaning.encoder))
        retriever = Retriever(corpus, kept=self._retriever.kept)
        return Assistant(corpus, meaning, self._notes, self._chat, self._missed, retriever)

    def on(
        self, corpus: Corpus, meaning: Meaning | None, missed: Callable[[Query], None], retriever: Retriever
    ) -> "Assistant":
        """An assistant for another corpus, with the same models."""
        return Assistant(corpus, meaning, self._notes, self._chat, missed, retriever)

    def ask(
        self, question: str, history: Sequence[str] = (), mode: Mode = "extractive", explain: bool = False
    ) -> Answer:
        """The whole answer; the last of `stream`."""
        *_, answer = self.stream(question, history, mode, explain)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        mode: Mode = "extractive",
        explain: bool = False,
        limits: Limits | None = None,
        confirmed: bool = False,
    ) -> Iterator[Answer]:
        """The answer as it grows, each time whole so far; `next_questions` come with the last.

        `history`: earlier questions, oldest first. `limits`, where given, take the place of those that the question
        is understood to set. `confirmed`: the user said that the question tells of no person, although it looks so.
        Raises QuestionError if the question is empty, too long or unreadable.
        """
        found = self._find(question, self._last_turn(history), limits)
        written = Composed(found.evidence)
        deadline = self._authorship.deadline()
        begin = perf_counter()
        if mode == "model":
            found = self._reworded(found, question, history, deadline)
            written = yield from self._authorship.compose(
                question, history, found.query, found.evidence, deadline, confirmed
            )
        notes = [*written.evidence.notes, *found.notes, *self._notes]
        evidence = replace(written.evidence, notes=tuple(dict.fromkeys(notes)))
        for draft in extract(found.query, evidence, self.corpus, written.sentences or ()):
            answer = draft.model_copy(update={"question": question, **written.facts()})
            yield answer
        composed = perf_counter()
        wrong = faults(answer, self.corpus)
        timings = found.timings.model_copy(
            update={"compose": _ms(begin, composed), "verify": _ms(composed, perf_counter())}
        )
        total = sum(timings.model_dump(exclude={"total"}).values())
        update: dict[str, object] = {"timings_ms": timings.model_copy(update={"total": round(total, 2)})}
        if explain:
            update["query"] = explanation(found.query, found.hits, self.corpus)
        answer = (self._withheld(answer, wrong) if wrong else answer).model_copy(update=update)
        if answer.abstained and found.query.intent != "danger":
            self._missed(found.query)
        outcome = "abstained" if answer.abstained else "quotes" if answer.mode == "extractive" else "sentences"
        answered(mode, found.query.intent, outcome, answer.fallback_reason, answer.timings_ms.model_dump())
        yield answer
        suggested = self._authorship.next_questions(question, answer, deadline)
        possible = tuple(other for other in suggested if other != question and self._is_answered(other))
        following = possible or next_questions(found.query, answer, history, self.corpus)
        yield answer.model_copy(update={"next_questions": following})

    def understood(self, question: str, history: Sequence[str] = ()) -> Query:
        """What a question asks, completed by the conversation before it. Raises QuestionError as `stream` does."""
        return complete(self._understand(question), self._last_turn(history), self.corpus)

    def searched(self, question: str, history: Sequence[str] = ()) -> tuple[Query, Hits]:
        """What a question asks and all that was found, before any is chosen. Raises QuestionError as `stream` does."""
        found = self._find(question, self._last_turn(history))
        return found.query, found.hits

    def _last_turn(self, history: Sequence[str]) -> Turn | None:
        """Where the conversation stands; an earlier question that cannot be read is passed over."""
        turn = None
        for count, question in enumerate(history, 1):
            remembered = self._turns_after(tuple(history[:count]))
            if not remembered:
                remembered.append(self._turn(question, turn))
            turn = remembered[0]
        return turn

    def _turn(self, question: str, before: Turn | None) -> Turn | None:
        """Where the conversation stands after a question."""
        try:
            found = self._find(question, before)
        except QuestionError:
            return before
        cited = dict.fromkeys(item.entry.municipality.code for item in found.evidence.cited)
        return Turn(found.query, tuple(cited), before.turns if before else ())

    def _reworded(self, found: _Found, question: str, history: Sequence[str], deadline: Deadline) -> _Found:
        """What a model's wording of a follow-up finds, if the rules see the same places and themes in it."""
        if not history or found.query.carried or not found.query.search:
            return found
        words = self._authorship.reworded(question, history, deadline)
        if words is None:
            return found
        query = self._understand(words)
        if any(getattr(query, field) != getattr(found.query, field) for field in _JUDGED_BY_RULES):
            return found
        return self._found(replace(found.query, search=query.search or found.query.search), perf_counter())

    def _is_answered(self, question: str) -> bool:
        try:
            return not self._find(question, None).evidence.abstained
        except QuestionError:
            return False

    def _find(self, question: str, before: Turn | None, limits: Limits | None = None) -> _Found:
        begin = perf_counter()
        query = complete(self._understand(question), before, self.corpus)
        return self._found(query if limits is None else limited(query, limits, self.corpus), begin)

    def _found(self, query: Query, begin: float) -> _Found:
        understood = perf_counter()
        vector = self._embed(query.search)
        embedded = perf_counter()
        hits = self._search(query, vector)
        retrieved = perf_counter()
        query, hits = leaned(query, hits)
        evidence = select(query, hits, self.corpus)
        # Asked for a vector and got none, or had no index to look it up in: the reader has to know.
        missed = self.meaning is not None and bool(query.search) and hits.similarity is None
        notes = (text("note.words_only"),) if missed else ()
        timings = Timings(
            understand=_ms(begin, understood),
            embed=_ms(understood, embedded),
            retrieve=_ms(embedded, retrieved),
            select=_ms(retrieved, perf_counter()),
        )
        return _Found(query, hits, evidence, notes, timings)

    def _embed(self, words: str) -> Vector | None:
        """The vector to search with; None without a model, or where it fails: that costs no answer."""
        if self._vector_of is None or not words:
            return None
        try:
            return self._vector_of(words)
        except ModelUnavailableError as error:
            _log.error("no vector: %s", error)
            return None

    def _search(self, query: Query, vector: Vector | None) -> Hits:
        """The hits; by words alone where there is no vector, or the index fails and cannot be mended."""
        theme = query.theme if query.only_theme else None
        most = None if query.surveys_all else MOST

        def search(vector: Vector | None, index: VectorIndex | None) -> Hits:
            return self._retriever.search(query.search, vector, index, query.allowed, theme, most)

        if self.meaning is not None and vector is not None:
            index = self.meaning.index
            try:
                return self._mending(lambda: search(vector, index))
            except EmbeddingError as error:
                _log.error("no search by meaning: %s", error)
        return search(None, None)

    def _mending(self, search: Callable[[], Hits]) -> Hits:
        """What a search finds; a store that fails is set aside and built anew, and the answers from then on say so.

        On a server that is there again, what is missing is built. One that fails again soon after is left alone.
        """
        try:
            return search()
        except StoreBrokenError as error:
            _log.warning("store broken: %s", error)
        with self._healing:
            try:
                return search()  # another question may have had it built anew by now
            except StoreBrokenError:
                if monotonic() < self._not_mended_before:
                    raise
                assert self.meaning is not None
                notices: list[Notice] = []
                self.meaning.index.rebuild(self.meaning.encoder, notices.append)
                self._not_mended_before = monotonic() + _SECONDS_BETWEEN_MENDINGS
                if "store_set_aside" in notices:
                    self._notes = tuple(dict.fromkeys([*self._notes, text("note.store_set_aside")]))
                return search()

    def _withheld(self, answer: Answer, wrong: Sequence[str]) -> Answer:
        """Fail closed: an answer that does not hold is not shown. The log names the fault, never the question."""
        _log.error("answer withheld: %s", "; ".join(wrong))
        return Answer(question=answer.question, answer=text("abstain.nothing"), abstained=True, notes=self._notes)


def _ms(begin: float, end: float) -> float:
    return round((end - begin) * 1000, 2)
