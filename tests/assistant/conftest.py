"""The real corpus, and the real assistant on the real model, each made once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assembly import open_assistant
from assistant.pipeline import Assistant
from assistant.question import Understanding
from assistant.settings import Settings
from corpus.gazetteer import Gazetteer
from corpus.library import Corpus
from embeddings.lexical import Terms


@pytest.fixture(scope="session")
def understand(kodoku: Corpus) -> Understanding:
    return Understanding(kodoku, Gazetteer(kodoku.municipalities), Terms(kodoku.glossary))


@pytest.fixture(scope="session")
def assistant(
    model_folder: Path, with_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Assistant:
    settings = Settings(home=with_index(tmp_path_factory.mktemp("home")), embedding_model=str(model_folder))
    told: list[str] = []
    ready = open_assistant(settings, told.append)
    assert told == []
    return ready
