"""The folders that are measured in, kept between runs: of the first corpus, and of each size of a made-up one."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.assembly import open_encoder, open_retriever
from assistant.bench.fast_model import FastEncoder
from assistant.bench.generated import Generated, generate, write_corpus
from assistant.bench.stopwatch import lap
from assistant.pipeline import Assistant, Meaning
from assistant.settings import Settings
from embeddings.index import VectorIndex
from embeddings.model import DEFAULT

CORPUS = "every_town"
LARGEST_OF_THE_USUAL_MODEL = 10_000
"""Passages; more are embedded by the fast model."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How long it took to fill a home, the first time: seconds, and passages embedded and filed in a second."""

    read: float
    written: float
    synced: float
    passages: int
    per_second: float


def given_home(settings: Settings) -> Settings:
    """Settings for measuring the first corpus, with the model and the sample vectors that are there already.

    What an earlier measurement took in is gone.
    """
    home = settings.home / "bench" / "given"
    shutil.rmtree(home / "corpora", ignore_errors=True)
    (home / "index").mkdir(parents=True, exist_ok=True)
    for vectors in settings.index.parent.glob("kodoku.samples.npz"):
        shutil.copy(vectors, home / "index")
    return Settings(home=home, embedding_model=_model_of(settings), _env_file=None)


@contextmanager
def generated_home(settings: Settings, passages: int) -> Iterator[tuple[Assistant, Generated, dict[str, Any]]]:
    """An assistant on a made-up corpus of so many passages, what it was made of, and how long that took.

    The first time it is imported as people import, and embedded; after that it is there.
    """
    home = settings.home / "bench" / str(passages)
    own = Settings(home=home, corpus=CORPUS, embedding_model=_model_of(settings), _env_file=None)
    generated, note = generate(passages), home / "filled.json"
    if not note.is_file():
        shutil.rmtree(home, ignore_errors=True)
        write_corpus(generated, own.corpora, CORPUS)
        librarian = own.librarian()
        with lap() as read:
            proposal = librarian.propose(generated.files())
        with lap() as written:
            librarian.accept(proposal)
    with lap() as loaded:
        corpus = own.read_corpus()
        corpus.passages  # noqa: B018 - cut on first use
    encoder = open_encoder(own) if passages <= LARGEST_OF_THE_USUAL_MODEL else FastEncoder()
    index = VectorIndex(own.index, corpus, encoder.fingerprint)
    with lap() as synced:
        index.prepare(encoder, lambda _: None)
    if not note.is_file():
        count = len(corpus.passages)
        filled = Filled(read.seconds, written.seconds, synced.seconds, count, round(count / synced.seconds, 1))
        note.write_text(json.dumps(asdict(filled)), encoding="utf-8")
    with lap() as made:
        assistant = Assistant(corpus, Meaning(encoder, index), retriever=open_retriever(own, corpus))
    filling = json.loads(note.read_text(encoding="utf-8"))
    opened = {"corpus_read": loaded.seconds, "index_opened": synced.seconds, "words_read": made.seconds}
    try:
        yield assistant, generated, {"model": Path(encoder.name).name, "first_import": filling, "next_start": opened}
    finally:
        index.close()
        encoder.close()


def _model_of(settings: Settings) -> str:
    """The model that is named, or the folder in which the default lies."""
    return settings.embedding_model or str(Path(settings.models) / DEFAULT)
