"""質問する: the chat. Handlers only call; what is said comes from the assistant."""

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.answer import Mode
from assistant.errors import UnexpectedError, sentence
from assistant.extract import plain
from assistant.texts import text
from assistant.web.cards import cards_html
from assistant.web.readiness import Readiness
from assistant.web.running import Running
from assistant.writing.chat_model import ChatModelName
from corpus.errors import MazuippoError
from corpus.library import Corpus

_log = logging.getLogger(__name__)
_SECONDS_TO_WAIT = 120
_SECONDS_BETWEEN_LOOKS = 1.0

Messages = list[dict[str, Any]]
Update = tuple[Messages, str, list[str]]


def chat_tab(readiness: Readiness, corpus: Corpus, chat: ChatModelName | None) -> None:
    """Lays the chat out in the Blocks that is being built, and connects it.

    `chat`: the language model that the settings name, if any; then the user may choose sentences instead of quotes.
    """

    def answer(messages: Messages, asked: list[str], mode: Mode, running: Running) -> Iterator[Update]:
        """The messages so far, the cards, and the questions of this conversation; ends early if it is to stop."""
        if not messages or messages[-1]["role"] != "user":
            return  # nothing was asked
        question, stopped = asked[-1], running.begin()
        if readiness.status().state == "preparing":
            yield [*messages, _said(text("web.waiting"))], cards_html((), corpus), asked
        try:
            assistant = readiness.assistant(_SECONDS_TO_WAIT)
            for draft in assistant.stream(question, asked[:-1], mode):
                if stopped.is_set():
                    return
                yield [*messages, _said(draft.answer)], cards_html(draft.citations, corpus), asked
        except MazuippoError as error:
            yield [*messages, _said(plain(sentence(error)))], cards_html((), corpus), asked[:-1]
        except Exception:  # noqa: BLE001 - the web's edge: whatever it is, the user gets a sentence
            _log.exception("a question could not be answered")
            yield [*messages, _said(sentence(UnexpectedError()))], cards_html((), corpus), asked[:-1]

    def ask(question: str, messages: Messages, asked: list[str]) -> tuple[str, Messages, list[str]]:
        """The question moves from the box into the conversation."""
        if not question.strip():
            return "", messages, asked
        return "", [*_closed(messages), {"role": "user", "content": plain(question)}], [*asked, question]

    def restarted(running: Running) -> tuple[Messages, str, list[str], str]:
        running.stop()
        return [], cards_html((), corpus), [], ""

    def status() -> tuple[Any, Any]:
        now = readiness.status()
        return gr.Markdown(now.sentence, visible=now.state != "ready"), gr.Timer(active=now.state == "preparing")

    asked, running = gr.State([]), gr.State(Running())
    mode: gr.State | gr.Radio = gr.State("extractive")
    notice = gr.Markdown(readiness.status().sentence, elem_id="notice")
    timer = gr.Timer(_SECONDS_BETWEEN_LOOKS)
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=3, min_width=320):
            chatbot = _conversation()
            box = gr.Textbox(
                label=text("web.box"), placeholder=text("web.placeholder"), lines=1, max_lines=8, elem_id="question"
            )
            if chat is not None:
                mode = _mode_choice(chat)
            with gr.Row(elem_id="buttons"):
                send = gr.Button(text("web.send"), variant="primary", elem_id="send")
                stop = gr.Button(text("web.stop"), elem_id="stop")
                restart = gr.Button(text("web.restart"), elem_id="restart")
            gr.Markdown(text("web.examples"), elem_id="examples-label")
            with gr.Row(elem_id="examples"):
                examples = [gr.Button(example, size="sm") for example in corpus.manifest.examples]
        with gr.Column(scale=2, min_width=300):
            cards = gr.HTML(cards_html((), corpus), elem_id="cards")

    timer.tick(status, None, [notice, timer], show_progress="hidden", api_visibility="private")
    for trigger, question in [(box.submit, box), (send.click, box), *((e.click, e) for e in examples)]:
        moved = trigger(
            ask, [question, chatbot, asked], [box, chatbot, asked], show_progress="hidden", api_visibility="private"
        )
        answered = moved.then(
            answer,
            [chatbot, asked, mode, running],
            [chatbot, cards, asked],
            show_progress="hidden",
            trigger_mode="multiple",
            api_visibility="private",
        )
        answered.then(None, js="() => showLastQuestion()", api_visibility="private")
    stop.click(_stopped, [chatbot, running], chatbot, show_progress="hidden", api_visibility="private")
    restart.click(
        restarted,
        running,
        [chatbot, cards, asked, box],
        show_progress="hidden",
        api_visibility="private",
    )


def _mode_choice(chat: ChatModelName) -> gr.Radio:
    """引用だけで答える, or 文章で答える: which model that is, and where a question then goes, stand beside it."""
    return gr.Radio(
        [(text("web.in_quotes"), "extractive"), (text("web.in_sentences"), "model")],
        value="extractive",
        label=text("web.mode"),
        info=text("web.mode_info", model=chat.model, host=chat.host),
        elem_id="mode",
    )


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        label=text("web.conversation"),
        show_label=False,
        placeholder=text("web.empty_chat"),
        elem_id="conversation",
        autoscroll=False,
        height=None,
        buttons=["copy"],
        feedback_options=None,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        layout="bubble",
    )


def _stopped(messages: Messages, running: Running) -> Messages:
    """Stops the running answer, and says so."""
    running.stop()
    return _closed(messages)


def _closed(messages: Messages) -> Messages:
    """The messages with an answer that is not whole called stopped; a whole one stays."""
    if not messages or messages[-1]["role"] != "assistant":
        return messages
    content = messages[-1]["content"]
    shown = content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
    unfinished = (text("support.checking"), text("web.waiting"))
    return [*messages[:-1], _said(text("web.stopped"))] if shown.startswith(unfinished) else messages


def _said(markdown: str) -> dict[str, Any]:
    return {"role": "assistant", "content": markdown}
