"""A conversation: turns of a question and its answer, as a value; and as HTML."""

import json
import logging
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from assistant.answer import Answer
from assistant.limits import Limits
from assistant.next_questions import by_topic
from assistant.texts import text
from assistant.verify import faults
from assistant.web.cards import cards_of
from assistant.web.prose import answer_html, copied_html
from assistant.web.templates import template
from corpus.library import Corpus

_log = logging.getLogger(__name__)
_LONG, _MANY_LINES = 200, 3
"""From so many characters, or line breaks, on a question is long."""
_MOST_TOWNS = 40
"""So many towns are offered by name on the first screen; a larger corpus has its list."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it.

    `limits`: set by hand for it; None where the question alone decides. `answer`: as far as it is there; `whole` once
    nothing will be added. `told`: a sentence in the place of an answer. `confirmed`: the user said that the question
    tells of no person, although it looks so.
    """

    question: str
    limits: Limits | None = None
    answer: Answer | None = None
    whole: bool = False
    told: str | None = None
    confirmed: bool = False

    @property
    def waits(self) -> bool:
        """True as long as something is to come."""
        return not self.whole and self.told is None

    @property
    def of_use(self) -> bool:
        """True if the answer is whole and there is something in it to take elsewhere: rows, a gap, another town."""
        answer = self.answer
        return self.whole and answer is not None and bool(answer.citations or answer.gaps or answer.suggestions)

    @property
    def long(self) -> bool:
        """True if the question would fill the screen: then only its beginning is shown at first."""
        return len(self.question) > _LONG or self.question.count("\n") > _MANY_LINES


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns in order; only the last may wait."""

    turns: tuple[Turn, ...] = ()

    @property
    def waits(self) -> bool:
        """True if the last question has no whole answer yet."""
        return bool(self.turns) and self.turns[-1].waits

    @property
    def history(self) -> tuple[str, ...]:
        """The answered questions before the last one, oldest first."""
        return tuple(turn.question for turn in self.turns[:-1] if turn.whole)

    def asked(self, question: str, limits: Limits | None, instead_of: int | None = None) -> "Conversation":
        """With a new question at the end; `instead_of` a turn, from which on all is let go."""
        return Conversation((*self.turns[:instead_of], Turn(question, limits)))

    def answered(self, answer: Answer) -> "Conversation":
        """With the answer to the last question as far as it is there; how it was understood is not kept."""
        return self._with_last(replace(self.turns[-1], answer=answer.model_copy(update={"query": None})))

    def completed(self) -> "Conversation":
        """With nothing to be added to the last answer but next questions."""
        return self._with_last(replace(self.turns[-1], whole=True))

    def told(self, sentence: str) -> "Conversation":
        """With a sentence in place of the last answer."""
        return self._with_last(replace(self.turns[-1], answer=None, told=sentence))

    def stopped(self) -> "Conversation":
        """With an answer that is still to come called stopped; a whole one stays."""
        return self.told(text("web.stopped")) if self.waits else self

    def again(self, limits: Limits | None, confirmed: bool = False) -> "Conversation":
        """With the last question to be answered anew, within these limits."""
        if not self.turns:
            return self
        return Conversation((*self.turns[:-1], Turn(self.turns[-1].question, limits, confirmed=confirmed)))

    def _with_last(self, turn: Turn) -> "Conversation":
        return Conversation((*self.turns[:-1], turn))


def conversation_html(conversation: Conversation, corpus: Corpus) -> str:
    """The whole conversation: each answer with the rows it cites beside it. Everything in it is escaped."""
    shown: list[dict[str, Any]] = [
        {
            "turn": turn,
            "answer": answer_html(turn.answer, number) if turn.answer else None,
            "copied": copied_html(turn.answer) if turn.answer and turn.of_use else None,
            "held": turn.answer is not None and turn.answer.fallback_reason == "personal_data",
            "cards": cards_of(turn.answer.citations, corpus) if turn.answer else (),
        }
        for number, turn in enumerate(conversation.turns)
    ]
    towns = tuple(corpus.municipalities.values())
    return template("conversation.html").render(
        turns=shown,
        corpus=corpus,
        manifest=corpus.manifest,
        topics=by_topic(corpus) if not shown else (),
        towns=towns if len(towns) <= _MOST_TOWNS else (),
    )


def kept(conversation: Conversation) -> str:
    """The whole answers of a conversation as text that `restored` reads."""
    turns = [(turn.question, turn.answer.as_json()) for turn in conversation.turns if turn.whole and turn.answer]
    return json.dumps(turns, ensure_ascii=False)


def restored(text_kept: str | None, corpus: Corpus) -> Conversation:
    """The conversation that was kept; without answers that no longer hold, since the corpus may have changed."""
    try:
        pairs = [(str(question), Answer.model_validate(answer)) for question, answer in json.loads(text_kept or "[]")]
    except (ValueError, TypeError, ValidationError):
        _log.warning("a kept conversation could not be read")
        return Conversation()
    return Conversation(tuple(Turn(q, answer=a, whole=True) for q, a in pairs if not faults(a, corpus)))
