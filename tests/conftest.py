"""What takes long is prepared once for all tests: the default model's folder, and an index made with it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assembly import prepare_meaning
from assistant.settings import Settings
from embeddings.model import DEFAULT
from embeddings.weights import prepare


@pytest.fixture(scope="session")
def model_folder(pytestconfig: pytest.Config) -> Path:
    """As `mazuippo setup` left it in MAZUIPPO_HOME, where that is set; else made in pytest's cache and kept there."""
    home = os.environ.get("MAZUIPPO_HOME")
    models = Path(home) / "models" if home else pytestconfig.cache.mkdir("models")
    return prepare(models / DEFAULT)


@pytest.fixture(scope="session")
def with_index(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Puts an index that is built into a home, for tests that are not about building it; gives the home back."""
    built = Settings(home=tmp_path_factory.mktemp("built"), embedding_model=str(model_folder), _env_file=None)
    meaning, _ = prepare_meaning(built, built.read_corpus(), lambda _: None)
    meaning.index._close()
    meaning.encoder.close()

    def fill(home: Path) -> Path:
        shutil.copytree(built.index, home / built.index.relative_to(built.home), dirs_exist_ok=True)
        return home

    return fill
