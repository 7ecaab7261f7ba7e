"""質問する: the chat. Handlers only call; what is said comes from the assistant."""

import logging
from collections.abc import Iterator
from time import monotonic
from typing import Any

import gradio as gr

from assistant.answer import Mode
from assistant.errors import UnexpectedError, sentence
from assistant.observing.events import working_for
from assistant.texts import text
from assistant.web.conversation import Conversation, conversation_html, kept, restored
from assistant.web.events import QUIET
from assistant.web.filters import Filters, limits_by_hand
from assistant.web.readiness import Readiness
from assistant.web.running import Running
from assistant.web.shown import show
from assistant.web.templates import template
from assistant.writing.chat_model import ChatModelName
from corpus.errors import MazuippoError
from corpus.library import Corpus

_log = logging.getLogger(__name__)
_SECONDS_TO_WAIT = 120
_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_BETWEEN_DRAFTS = 0.15
"""The whole conversation is sent for each; an answer in quotes is there before the eye would see one."""
_TO_THE_BOX = "() => document.querySelector('#question textarea').focus()"


class ChatTab:
    """The chat, laid out in the Blocks that is being built.

    Where the settings name a language model, the user may choose sentences instead of quotes.
    """

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness
        self._talk, self._editing, self._running = gr.State(Conversation()), gr.State(None), gr.State(Running())
        # Only what the user ticked is kept, in their own browser; the secret hides nothing from who sits there.
        self._kept = gr.BrowserState(None, storage_key="mazuippo-conversation", secret="mazuippo")
        self._notice = gr.Markdown(visible=False, elem_id="notice")
        self._timer = gr.Timer(_SECONDS_BETWEEN_LOOKS)
        self._shown = gr.HTML(
            elem_id="conversation",
            apply_default_css=False,
            js_on_load="conversationLoaded(element, trigger, watch)",
        )
        with gr.Column(elem_id="composer"):
            self._edited = gr.HTML(template("editing.html").render(), elem_id="editing", visible=False)
            with gr.Row(elem_id="ask"):
                self._box = gr.Textbox(
                    label=text("web.box"), placeholder=text("web.placeholder"), lines=1, max_lines=6, elem_id="question"
                )
                self._send = gr.Button(text("web.send"), variant="primary", elem_id="send")
                self._stop = gr.Button(text("web.stop"), elem_id="stop")
            self._mode: gr.State | gr.Radio = (
                gr.State("extractive") if readiness.chat is None else _mode_choice(readiness.chat)
            )
            with gr.Row(elem_id="desk-tools"):
                self._filters = Filters(readiness)
                self._keep = gr.Checkbox(label=text("web.keep"), elem_id="keep")
                self._restart = gr.Button(text("web.restart"), elem_id="restart")
        readiness.fill(self._show_first_screen)
        self._connect()

    def _connect(self) -> None:
        self._timer.tick(self._status, None, [self._notice, self._timer], **QUIET)
        talk = [self._talk, self._shown]
        limits, boxes = self._filters.inputs, [self._box, self._editing, self._edited]
        from_box, from_talk = [self._box, self._talk, self._editing, *limits], [self._talk, *limits]
        starts = [
            self._box.submit(self._ask, from_box, [*talk, *boxes], **QUIET),
            self._send.click(self._ask, from_box, [*talk, *boxes], **QUIET),
            self._shown.submit(self._offered, from_talk, talk, **QUIET),
            self._shown.retry(self._again, from_talk, talk, **QUIET),
            self._shown.like(self._confirmed, from_talk, talk, **QUIET),
            self._filters.apply.click(self._again, from_talk, talk, **QUIET),
        ]
        for started in starts:
            answered = started.then(
                self._answer,
                [self._talk, self._mode, self._running, self._filters.by_hand],
                [*talk, *self._filters.outputs],
                trigger_mode="multiple",
                **QUIET,
            )
            answered.then(_kept, [self._talk, self._keep], self._kept, **QUIET)
        self._shown.edit(_edited, self._talk, boxes, **QUIET).then(None, js=_TO_THE_BOX, api_visibility="private")
        self._edited.click(_not_edited, None, boxes, **QUIET)
        self._stop.click(self._stopped, [self._talk, self._running], talk, **QUIET)
        self._keep.input(_kept, [self._talk, self._keep], self._kept, **QUIET)
        everything = [*talk, *boxes, self._kept, *self._filters.outputs, self._filters.by_hand]
        self._restart.click(self._restarted, self._running, everything, **QUIET)

    def restore(self, page: gr.Blocks) -> None:
        """Has the page show, when it is opened, how far the assistant is, and the conversation kept in this browser."""
        page.load(self._status, None, [self._notice, self._timer], **QUIET)
        page.load(self._restored, [self._kept, self._talk], [self._talk, self._shown, self._keep], **QUIET)

    def _ask(self, question: str, talk: Conversation, editing: int | None, *limits: Any) -> tuple[Any, ...]:
        """The question moves from the box into the conversation."""
        if not question.strip():
            return talk, gr.skip(), question, editing, gr.skip()
        return *self._show(talk.stopped().asked(question, limits_by_hand(*limits), editing)), *_not_edited()

    def _offered(self, talk: Conversation, event: gr.EventData, *limits: Any) -> tuple[Conversation, str]:
        """A question that was offered is asked."""
        return self._show(talk.stopped().asked(str(event.question), limits_by_hand(*limits)))

    def _again(self, talk: Conversation, *limits: Any) -> tuple[Conversation, str]:
        """The last question is answered anew, with the limits as they are now."""
        return self._show(talk.again(limits_by_hand(*limits)))

    def _confirmed(self, talk: Conversation, *limits: Any) -> tuple[Conversation, str]:
        """The last question is answered anew: who wrote it looked again, and says that it tells of no person."""
        return self._show(talk.again(limits_by_hand(*limits), confirmed=True))

    def _answer(
        self, talk: Conversation, mode: Mode, running: Running, by_hand: bool, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """The conversation as its last answer grows, and the filters; ends early if it is to stop."""
        if not talk.waits:
            return  # nothing was asked
        turn, stopped, unchanged = talk.turns[-1], running.begin(), self._filters.unchanged()
        try:
            assistant = self._readiness.assistant(_SECONDS_TO_WAIT)
            drafts = assistant.stream(
                turn.question, talk.history, mode, explain=True, limits=turn.limits, confirmed=turn.confirmed
            )
            shown_at = monotonic()
            for draft in working_for(request.state.request_id, drafts):
                if stopped.is_set():
                    return
                talk = talk.answered(draft)
                if draft.query is not None:  # explained, hence checked: nothing but next questions will be added
                    talk, filters = talk.completed(), self._filters.understood(draft.query, by_hand)
                elif monotonic() - shown_at > _SECONDS_BETWEEN_DRAFTS:
                    filters, shown_at = unchanged, monotonic()
                else:
                    continue
                shown = self._show(talk)
                if stopped.is_set():  # also while it was being written out: what was asked since would be lost
                    return
                yield *shown, *filters
        except MazuippoError as error:
            yield *self._show(talk.told(sentence(error))), *unchanged
        except Exception:  # noqa: BLE001 - the web's edge: whatever it is, the user gets a sentence
            _log.exception("a question could not be answered")
            yield *self._show(talk.told(sentence(UnexpectedError()))), *unchanged

    def _stopped(self, talk: Conversation, running: Running) -> tuple[Conversation, str]:
        """Stops the running answer, and says so."""
        running.stop()
        return self._show(talk.stopped())

    def _restarted(self, running: Running) -> tuple[Any, ...]:
        """Nothing asked, nothing set, nothing kept."""
        running.stop()
        nothing = Conversation()
        return *self._show(nothing), *_not_edited(), kept(nothing), *self._filters.let_go()

    def _restored(self, kept_text: str | None, talk: Conversation) -> tuple[Any, ...]:
        before = restored(kept_text, self._readiness.corpus)
        if talk.turns or not before.turns:  # who asks while the page opens must not lose the question
            return gr.skip(), gr.skip(), gr.skip()
        return *self._show(before), True

    def _show_first_screen(self, corpus: Corpus) -> None:
        show(self._shown, value=conversation_html(Conversation(), corpus))

    def _status(self) -> tuple[Any, Any]:
        now = self._readiness.status()
        return gr.Markdown(now.sentence, visible=now.state != "ready"), gr.Timer(active=now.state == "preparing")

    def _show(self, talk: Conversation) -> tuple[Conversation, str]:
        return talk, conversation_html(talk, self._readiness.corpus)


def _edited(talk: Conversation, event: gr.EventData) -> tuple[Any, ...]:
    """A question moves back into the box; it stays in the conversation until the new one is sent."""
    turn = int(event.turn)
    if turn not in range(len(talk.turns)):
        return gr.skip(), gr.skip(), gr.skip()
    return talk.turns[turn].question, turn, gr.HTML(visible=True)


def _not_edited() -> tuple[Any, ...]:
    return "", None, gr.HTML(visible=False)


def _kept(talk: Conversation, keep: bool) -> str:
    # Never None: Gradio writes no empty value into the browser, and what was kept there would stay.
    return kept(talk if keep else Conversation())


def _mode_choice(chat: ChatModelName) -> gr.Radio:
    """引用だけで答える, or 文章で答える: which model that is, and where a question then goes, stand beside it."""
    return gr.Radio(
        [(text("web.in_quotes"), "extractive"), (text("web.in_sentences"), "model")],
        value="extractive",
        label=text("web.mode"),
        info=text("web.mode_info", model=chat.model, host=chat.host),
        elem_id="mode",
    )
