"""Where a model comes from; no start hangs for a hub that is not there."""

import shutil
import time
from pathlib import Path

import pytest

from embeddings.errors import ModelUnavailableError
from embeddings.model import locate


def test_a_folder_is_used_as_it_is(model_folder: Path, tmp_path: Path) -> None:
    source = locate(str(model_folder), tmp_path)

    assert (source.name, source.folder, source.is_default) == (str(model_folder), model_folder, False)


def test_the_fingerprint_follows_the_files_and_not_the_place(model_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(model_folder, copy)
    assert locate(str(copy), tmp_path).fingerprint == locate(str(model_folder), tmp_path).fingerprint

    settings = copy / "config_sentence_transformers.json"
    settings.write_text(settings.read_text().replace("query: ", "question: "))

    assert locate(str(copy), tmp_path).fingerprint != locate(str(model_folder), tmp_path).fingerprint


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("intfloat/multilingual-e5-base", "hub_unreachable", id="hubにつながらない"),
        pytest.param("../../no such model!", "model_name_invalid", id="名前でない"),
    ],
)
def test_a_model_that_cannot_be_had_is_told_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    from huggingface_hub import constants

    # A port of loopback that nothing listens on, and a cache that holds nothing.
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    begin = time.monotonic()

    with pytest.raises(ModelUnavailableError) as caught:
        locate(name, tmp_path)

    assert caught.value.facts == {"model": name, "reason": reason}
    assert time.monotonic() - begin < 10
