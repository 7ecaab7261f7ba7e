"""The default model's folder, prepared once for all tests."""

import os
from pathlib import Path

import pytest

from embeddings.model import DEFAULT
from embeddings.weights import prepare


@pytest.fixture(scope="session")
def model_folder(pytestconfig: pytest.Config) -> Path:
    """As `mazuippo setup` left it in MAZUIPPO_HOME, where that is set; else made in pytest's cache and kept there."""
    home = os.environ.get("MAZUIPPO_HOME")
    models = Path(home) / "models" if home else pytestconfig.cache.mkdir("models")
    return prepare(models / DEFAULT)
