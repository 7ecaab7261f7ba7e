"""What takes long is prepared once for all tests: the default model's folder, and an index made with it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.assembly import prepare_meaning
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.library import Corpus, corpus_folder, load_corpus
from embeddings.model import DEFAULT
from embeddings.weights import prepare
from tests.serving import Serve, served


@pytest.fixture(scope="session")
def kodoku() -> Corpus:
    """The first corpus."""
    return load_corpus(corpus_folder("kodoku", Path()))


@pytest.fixture(scope="session")
def words_only(kodoku: Corpus) -> Assistant:
    """An assistant without an embedding model, as where none can be had."""
    return Assistant(kodoku, None)


@pytest.fixture(scope="session")
def model_folder(pytestconfig: pytest.Config) -> Path:
    """As `mazuippo setup` left it in MAZUIPPO_HOME, where that is set; else made in pytest's cache and kept there."""
    home = os.environ.get("MAZUIPPO_HOME")
    models = Path(home) / "models" if home else pytestconfig.cache.mkdir("models")
    return prepare(models / DEFAULT)


@pytest.fixture(scope="session")
def built(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home whose index is built, with the vectors that `mazuippo setup` left in MAZUIPPO_HOME, if it did."""
    settings = Settings(home=tmp_path_factory.mktemp("built"), embedding_model=str(model_folder), _env_file=None)
    _copy_samples(model_folder.parents[1], settings.home)
    meaning, _ = prepare_meaning(settings, settings.read_corpus(), lambda _: None)
    meaning.index.close()
    meaning.encoder.close()
    return settings


@pytest.fixture(scope="session")
def with_index(built: Settings) -> Callable[[Path], Path]:
    """Puts an index that is built into a home, for tests that are not about building it; gives the home back."""

    def fill(home: Path) -> Path:
        shutil.copytree(built.home / "index", home / "index", dirs_exist_ok=True)
        return home

    return fill


@pytest.fixture(scope="session")
def with_samples(built: Settings) -> Callable[[Path], Path]:
    """Puts the vectors of the sample questions into a home, so that an index is built in seconds; gives it back."""

    def fill(home: Path) -> Path:
        _copy_samples(built.home, home)
        return home

    return fill


@pytest.fixture(scope="session")
def serve(model_folder: Path, with_index: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """A real `mazuippo chat` with more settings: its address, once questions are answered. All share one home."""
    home = with_index(tmp_path_factory.mktemp("home"))
    variables = {"MAZUIPPO_HOME": str(home), "MAZUIPPO_EMBEDDING_MODEL": str(model_folder)}

    @contextmanager
    def at(settings: dict[str, str]) -> Iterator[str]:
        with served(variables | settings) as (address, _):
            yield address

    return at


def _copy_samples(home: Path, other: Path) -> None:
    (other / "index").mkdir(parents=True, exist_ok=True)
    for vectors in (home / "index").glob("*.samples.npz"):
        shutil.copy(vectors, other / "index")
