"""Vectors of sample questions in a file: embedded once, never wrong, never in the way."""

from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import HomeUnwritableError
from embeddings.kept_vectors import KeptVectors

TEXTS = ["会議は?", "天気は?", "広報は?"]


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "まだない" / "samples.npz"


@pytest.fixture
def embedded() -> list[str]:
    return []


@pytest.fixture
def embed(encoder, embedded):
    def noting(texts):
        embedded.extend(texts)
        return encoder.encode_queries(texts)

    return noting


def test_each_text_is_embedded_once_and_stays_as_it_was(path, encoder, embed, embedded):
    KeptVectors(path, "grams").keep(TEXTS[:2], embed)
    again = KeptVectors(path, "grams")
    again.keep(TEXTS, embed)
    held, vectors = KeptVectors(path, "grams").of(TEXTS)
    assert embedded == TEXTS
    assert held == [0, 1, 2]
    assert (vectors == encoder.encode_queries(TEXTS)).all()


def test_a_text_that_stands_twice_is_one(path, embed, embedded):
    kept = KeptVectors(path, "grams")
    kept.keep(["会議は?", "会議は?"], embed)
    assert (embedded, kept.of(["会議は?", "会議は?"])[0]) == (["会議は?"], [0, 1])


def test_what_is_no_longer_wanted_goes(path, embed):
    KeptVectors(path, "grams").keep(TEXTS, embed)
    KeptVectors(path, "grams").keep(TEXTS[1:], embed)
    kept = KeptVectors(path, "grams")
    assert kept.of(TEXTS)[0] == [1, 2]
    assert (kept.holds(TEXTS), kept.holds(TEXTS[1:]), kept.holds([])) == (False, True, True)
    kept.keep([], embed)
    assert KeptVectors(path, "grams").of(TEXTS)[0] == []


def test_vectors_of_another_model_are_not_used(path, embed):
    KeptVectors(path, "grams").keep(TEXTS, embed)
    assert KeptVectors(path, "other").of(TEXTS)[0] == []


def test_it_goes_on_where_it_was_stopped(path, encoder):
    many = [f"質問{number}" for number in range(1100)]
    embedded: list[str] = []

    def stopped(texts):
        if embedded:
            raise KeyboardInterrupt
        embedded.extend(texts)
        return encoder.encode_queries(texts)

    with pytest.raises(KeyboardInterrupt):
        KeptVectors(path, "grams").keep(many, stopped)
    assert KeptVectors(path, "grams").of(many)[0] == list(range(len(embedded)))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda whole: b"", id="空"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="途中まで"),
        pytest.param(lambda whole: b"PK\x03\x04" + b"x" * 500, id="でたらめ"),
        pytest.param(lambda whole: whole[:200] + bytes(100) + whole[300:], id="穴"),
    ],
)
def test_a_file_that_cannot_be_read_is_made_anew(path, encoder, embed, damage):
    KeptVectors(path, "grams").keep(TEXTS, embed)
    path.write_bytes(damage(path.read_bytes()))
    kept = KeptVectors(path, "grams")
    assert kept.of(TEXTS)[0] == []
    kept.keep(TEXTS, embed)
    assert (KeptVectors(path, "grams").of(TEXTS)[1] == encoder.encode_queries(TEXTS)).all()


def test_where_nothing_can_be_written_it_says_so_and_leaves_nothing(tmp_path, embed):
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeUnwritableError):
        KeptVectors(tmp_path / "file" / "samples.npz", "grams").keep(TEXTS, embed)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_is_executed_that_stands_in_the_file(path, embed):
    """An array of objects would be unpickled, and a pickle may run anything."""
    path.parent.mkdir()
    with path.open("wb") as file:
        np.savez(file, model="grams", keys=np.array(["a"], dtype=object), vectors=np.zeros((1, 2)))
    assert KeptVectors(path, "grams").of(TEXTS)[0] == []
