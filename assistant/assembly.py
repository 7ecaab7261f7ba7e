"""Settings → a working `Assistant`: the corpus read, the model loaded, the index made to fit."""

import logging
from collections.abc import Callable

from assistant.pipeline import Assistant, Meaning
from assistant.settings import Settings
from assistant.texts import text
from corpus.library import Corpus
from embeddings.errors import IndexBusyError, ModelUnavailableError, WeightsError
from embeddings.index import SECONDS_TO_WAIT, Notice, VectorIndex
from embeddings.store import Changes

_log = logging.getLogger(__name__)

Notify = Callable[[str], None]
"""Is told, in a sentence for the user, what is being done or has happened."""


def open_assistant(settings: Settings, notify: Notify) -> Assistant:
    """An assistant that searches by meaning where it can, and by words alone, saying so, where it cannot.

    Raises CorpusError, or HomeUnwritableError if nothing can be kept where the settings say.
    """
    corpus = settings.read_corpus()
    told: list[str] = []

    def tell(sentence: str) -> None:
        told.append(sentence)
        notify(sentence)

    try:
        meaning, _ = prepare_meaning(settings, corpus, tell)
    except (ModelUnavailableError, WeightsError) as error:
        _log.warning("%s: %s", type(error).__name__, error)
        tell(text("note.words_only"))
        return Assistant(corpus, None, told)
    except IndexBusyError as error:
        _log.warning("%s: %s", type(error).__name__, error)
        tell(text("note.index_busy"))
        return Assistant(corpus, None, told)
    return Assistant(corpus, meaning, told)


def prepare_meaning(settings: Settings, corpus: Corpus, notify: Notify) -> tuple[Meaning, Changes]:
    """The model and an index that fits corpus and model, and what had to change in it.

    Raises ModelUnavailableError, WeightsError, IndexBusyError or HomeUnwritableError.
    """
    from embeddings.model import load, locate  # torch takes seconds to import

    source = locate(settings.embedding_model, settings.models)
    encoder = load(source)
    index = VectorIndex(settings.index, corpus, encoder.fingerprint)

    def tell(notice: Notice) -> None:
        notify(text(f"note.{notice}", seconds=SECONDS_TO_WAIT))

    return Meaning(encoder, index), index.prepare(encoder, tell)
