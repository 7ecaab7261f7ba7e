"""Settings → a working `Assistant`: the corpus read, the model loaded, the index made to fit."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.texts import text
from corpus.library import Corpus
from embeddings.encoder_process import EncoderProcess
from embeddings.errors import IndexBusyError, ModelUnavailableError, WeightsError
from embeddings.model import ModelSource, locate, locate_anew

if TYPE_CHECKING:
    from assistant.pipeline import Assistant, Meaning
    from assistant.query import Query
    from assistant.writing.chat_model import ChatModel, ChatModelUnusable
    from embeddings.index import Notice
    from embeddings.store import Changes

_log = logging.getLogger(__name__)

Notify = Callable[[str], None]
"""Is told, in a sentence for the user, what is being done or has happened."""


def open_assistant(
    settings: Settings,
    notify: Notify,
    meanwhile: Callable[[], None] = lambda: None,
    corpus: Corpus | None = None,
    missed: Callable[["Query"], None] = lambda _: None,
) -> "Assistant":
    """An assistant that searches by meaning where it can, and by words alone, saying so, where it cannot.

    `corpus`: that of the settings, where it was read already. `meanwhile` is called when the model has begun to load,
    which takes seconds, in a process of its own. `missed` is told each question that found nothing. Raises
    CorpusError, or HomeUnwritableError if nothing can be kept where the settings say.
    """
    corpus = corpus or settings.read_corpus()
    told: list[str] = []

    def tell(sentence: str) -> None:
        told.append(sentence)
        notify(sentence)

    meaning = None
    try:
        meaning, _ = prepare_meaning(settings, corpus, tell, meanwhile)
    except (ModelUnavailableError, WeightsError) as error:
        _log.warning("%s: %s", type(error).__name__, error)
        tell(text("note.words_only"))
    except IndexBusyError as error:
        _log.warning("%s: %s", type(error).__name__, error)
        tell(text("note.index_busy"))
    from assistant.pipeline import Assistant

    return Assistant(corpus, meaning, told, _chat(settings), missed)


def reopened(
    assistant: "Assistant", settings: Settings, corpus: Corpus, missed: Callable[["Query"], None] = lambda _: None
) -> "Assistant":
    """An assistant for another corpus, which is that of the settings, with the models of the one before.

    Raises EmbeddingError where its index cannot be made now.
    """
    meaning = assistant.meaning
    if meaning is not None:
        from embeddings.index import VectorIndex

        index = VectorIndex(settings.index, corpus, meaning.encoder.fingerprint)
        index.prepare(meaning.encoder, lambda notice: _log.warning("index of %s: %s", settings.corpus, notice))
        index.learn()
        meaning = replace(meaning, index=index)
    return assistant.on(corpus, meaning, missed)


def _chat(settings: Settings) -> "ChatModel | ChatModelUnusable | None":
    """The chat model, or why it cannot be used: that costs no answer."""
    from assistant.writing.chat_model import ChatModelUnusable, open_chat_model

    try:
        return open_chat_model(settings)
    except ChatModelUnusable as unusable:
        _log.warning("no chat model: %s", unusable.reason)
        return unusable


def open_encoder(settings: Settings) -> EncoderProcess:
    """The embedding model alone. Raises ModelUnavailableError, WeightsError or HomeUnwritableError."""
    return EncoderProcess(locate(settings.embedding_model, settings.models))


def prepare_meaning(
    settings: Settings, corpus: Corpus, notify: Notify, meanwhile: Callable[[], None] = lambda: None
) -> tuple["Meaning", "Changes"]:
    """The model and an index that fits corpus and model, and what had to change in it.

    A default model that is there and cannot be loaded is made anew. Raises ModelUnavailableError, WeightsError,
    IndexBusyError or HomeUnwritableError.
    """
    source = locate(settings.embedding_model, settings.models)
    try:
        return _prepared(source, settings, corpus, notify, meanwhile)
    except ModelUnavailableError:
        if not source.is_default:
            raise
    return _prepared(locate_anew(settings.models), settings, corpus, notify, meanwhile)


def _prepared(
    source: ModelSource, settings: Settings, corpus: Corpus, notify: Notify, meanwhile: Callable[[], None]
) -> tuple["Meaning", "Changes"]:
    encoder = EncoderProcess(source)
    meanwhile()
    from assistant.pipeline import Meaning  # Chroma takes a second or two to import
    from embeddings.index import SECONDS_TO_WAIT, VectorIndex

    def tell(notice: "Notice") -> None:
        notify(text(f"note.{notice}", seconds=SECONDS_TO_WAIT))

    try:
        index = VectorIndex(settings.index, corpus, encoder.fingerprint)
        changes = index.prepare(encoder, tell)
        index.learn()  # while the model loads
        encoder.wait()
    except BaseException:
        encoder.close()
        raise
    return Meaning(encoder, index), changes
