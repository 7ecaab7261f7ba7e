"""The default model by ONNX Runtime gives the vectors that sentence-transformers gives."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.words import fold
from embeddings.errors import ModelUnavailableError
from embeddings.light_encoder import LightEncoder
from embeddings.model import ModelSource, SentenceEncoder, locate

QUESTIONS = Path(__file__).parents[1] / "data" / "eval" / "dev_questions.jsonl"
# Rounding differs in the seventh digit.
EQUAL = 0.99999


@pytest.fixture(scope="module")
def source(model_folder: Path) -> ModelSource:
    return locate(str(model_folder), model_folder.parent)


@pytest.fixture(scope="module")
def light(source: ModelSource) -> LightEncoder:
    return LightEncoder(source)


@pytest.fixture(scope="module")
def full(source: ModelSource) -> SentenceEncoder:
    return SentenceEncoder(source)


def cosines(one, other):
    return (np.asarray(one) * np.asarray(other)).sum(axis=-1)


def test_of_the_labelled_questions(light, full):
    texts = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    assert cosines(light.encode_queries(texts), full.encode_queries(texts)).min() > EQUAL
    assert cosines(light.encode_passages(texts[:40]), full.encode_passages(texts[:40])).min() > EQUAL


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(max_size=80), min_size=1, max_size=3))
def test_of_any_text(light, full, texts):
    found = light.encode_queries(texts)
    assert found.shape == (len(texts), 384)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert cosines(found, full.encode_queries(texts)).min() > EQUAL


def test_token_by_token(light, full):
    text = "ＰＦの会議を開き、市民に聞き取りをしました。"
    spans, vectors = light.encode_tokens(text)
    folded = fold(text)
    assert {place for begin, end in spans for place in range(begin, end)} == set(range(len(folded)))
    theirs = full._model.encode([f"query: {folded}"], output_value="token_embeddings")[0].numpy()
    own = theirs[-len(spans) - 1 : -1]  # behind the prompt, before the mark of the end
    assert cosines(vectors, own / np.linalg.norm(own, axis=1, keepdims=True)).min() > 0.999


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=80))
def test_tokens_of_any_text_stand_in_it_in_order(light, text):
    spans, vectors = light.encode_tokens(text)
    assert vectors.shape == (len(spans), 384)
    assert (spans[:, 0] < spans[:, 1]).all()
    assert (np.diff(spans[:, 0]) >= 0).all()
    assert not len(spans) or spans.max() <= len(fold(text))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_of_a_text_longer_than_the_model_reads(light, full):
    text = "会議を開いて話し合いました。" * 200
    assert cosines(light.encode_query(text), full.encode_query(text)) > EQUAL


def test_a_text_has_one_vector_whatever_stands_beside_it(light):
    texts = ["呉市は?", "市民に聞き取りをして、庁内の会議で話し合い、次の年の計画に入れました。", "", "調査"]
    together = light.encode_passages(texts)
    alone = np.stack([light.encode_passages([text])[0] for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_no_text_at_all(light):
    assert len(light.encode_passages([])) == 0


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("size", [0, 5_000])
def test_a_damaged_folder_is_told(model_folder, tmp_path, file, size):
    folder = Path(shutil.copytree(model_folder, tmp_path / "model"))
    damaged = folder / file
    damaged.write_bytes(damaged.read_bytes()[: min(size, damaged.stat().st_size // 2)])
    with pytest.raises(ModelUnavailableError) as caught:
        LightEncoder(locate(str(folder), tmp_path))
    assert caught.value.facts["reason"]


def test_no_framework_is_imported(model_folder):
    script = (
        "import sys; from pathlib import Path\n"
        "from embeddings.light_encoder import LightEncoder; from embeddings.model import locate\n"
        f"LightEncoder(locate({str(model_folder)!r}, Path('.'))).encode_query('呉市')\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
