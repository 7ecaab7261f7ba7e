"""Settings → a working `Assistant`: the corpus read, the model loaded, the index made to fit."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.texts import text
from corpus.library import Corpus
from embeddings.encoder_process import EncoderProcess
from embeddings.errors import IndexBusyError, ModelUnavailableError, StoreUnreachableError, WeightsError
from embeddings.model import ModelSource, locate, locate_anew

if TYPE_CHECKING:
    from assistant.pipeline import Assistant, Meaning
    from assistant.query import Query
    from assistant.writing.chat_model import ChatModel, ChatModelUnusable
    from assistant.writing.support import Checker
    from embeddings.index import Notice, VectorIndex
    from embeddings.retriever import Retriever
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
        meaning, _ = prepare_meaning(settings, corpus, tell, meanwhile, index_may_come_later=True)
    except (ModelUnavailableError, WeightsError) as error:
        _log.warning("%s: %s", type(error).__name__, error)
        tell(text("note.words_only"))
    from assistant.pipeline import Assistant

    return Assistant(corpus, meaning, told, _chat(settings), missed, open_retriever(settings, corpus))


def reopened(
    assistant: "Assistant", settings: Settings, corpus: Corpus, missed: Callable[["Query"], None] = lambda _: None
) -> "Assistant":
    """An assistant for another corpus, which is that of the settings, with the models of the one before.

    Raises EmbeddingError where its index cannot be made now.
    """
    meaning = assistant.meaning
    if meaning is not None:
        index = _index(settings, corpus, meaning.encoder.fingerprint)
        index.prepare(meaning.encoder, lambda notice: _log.warning("index of %s: %s", settings.corpus, notice))
        index.learn()
        meaning = replace(meaning, index=index)
    return assistant.on(corpus, meaning, missed, open_retriever(settings, corpus))


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


def open_checker(settings: Settings, corpus: Corpus) -> "Checker":
    """The checker of written sentences alone. Raises as `open_encoder` does."""
    from assistant.writing.alignment import Alignment
    from assistant.writing.compared import reader_of
    from assistant.writing.support import Checker

    tokens = open_encoder(settings).encode_tokens
    return Checker(reader_of(corpus), Alignment(tokens) if tokens else None)


def prepare_meaning(
    settings: Settings,
    corpus: Corpus,
    notify: Notify,
    meanwhile: Callable[[], None] = lambda: None,
    index_may_come_later: bool = False,
) -> tuple["Meaning", "Changes"]:
    """The model and an index that fits corpus and model, and what had to change in it.

    A default model that is there and cannot be loaded is made anew. `index_may_come_later`: where Chroma's server is
    not there, or another process is building, the index is left for the first question that can open it. Raises
    ModelUnavailableError, WeightsError, IndexBusyError, HomeUnwritableError or StoreUnreachableError.
    """
    source = locate(settings.embedding_model, settings.models)

    def prepared(source: ModelSource) -> tuple["Meaning", "Changes"]:
        return _prepared(source, settings, corpus, notify, meanwhile, index_may_come_later)

    try:
        return prepared(source)
    except ModelUnavailableError:
        if not source.is_default:
            raise
    return prepared(locate_anew(settings.models))


def _prepared(
    source: ModelSource,
    settings: Settings,
    corpus: Corpus,
    notify: Notify,
    meanwhile: Callable[[], None],
    index_may_come_later: bool,
) -> tuple["Meaning", "Changes"]:
    encoder = EncoderProcess(source)
    meanwhile()
    from assistant.pipeline import Meaning  # Chroma takes a second or two to import
    from embeddings.index import SECONDS_TO_WAIT
    from embeddings.store import Changes

    def tell(notice: "Notice") -> None:
        notify(text(f"note.{notice}", seconds=SECONDS_TO_WAIT))

    changes = Changes()
    try:
        index = _index(settings, corpus, encoder.fingerprint)
        try:
            changes = index.prepare(encoder, tell)
        except (StoreUnreachableError, IndexBusyError) as error:
            if not index_may_come_later:
                raise
            _log.error("no search by meaning until the index can be opened: %s: %s", type(error).__name__, error)
        index.learn()  # while the model loads
        encoder.wait()
    except BaseException:
        encoder.close()
        raise
    return Meaning(encoder, index, encoder.encode_tokens), changes


def _index(settings: Settings, corpus: Corpus, fingerprint: str) -> "VectorIndex":
    """The index of a corpus, in its folder or on Chroma's server."""
    from embeddings.index import VectorIndex

    if not settings.chroma_url:
        return VectorIndex(settings.index, corpus, fingerprint)
    from embeddings.chroma_server import ChromaServer
    from embeddings.owner import owner_of

    token = settings.chroma_token.get_secret_value() if settings.chroma_token else None
    server = ChromaServer(settings.chroma_url, owner_of(settings.corpora), token)
    return VectorIndex(settings.index, corpus, fingerprint, server)


def open_retriever(settings: Settings, corpus: Corpus) -> "Retriever":
    """The search of a corpus, with what was read of it at an earlier start."""
    from embeddings.kept_terms import KeptTerms
    from embeddings.retriever import Retriever

    return Retriever(corpus, kept=KeptTerms(settings.index.with_name(f"{settings.corpus}.terms.npz")))
