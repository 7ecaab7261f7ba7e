"""The model in a process of its own: the same vectors, and no process left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder_process import EncoderProcess
from embeddings.errors import ModelUnavailableError
from embeddings.model import SentenceEncoder, locate


@pytest.fixture(scope="module")
def process(model_folder: Path) -> Iterator[EncoderProcess]:
    process = EncoderProcess(locate(str(model_folder), model_folder.parent))
    yield process
    process.close()


def test_the_vectors_are_those_of_the_model(process: EncoderProcess, model_folder: Path) -> None:
    here = SentenceEncoder(locate(str(model_folder), model_folder.parent))

    assert (process.name, process.fingerprint) == (here.name, here.fingerprint)
    assert process.encode_query("呉市は?") @ here.encode_query("呉市は?") > 0.99999
    assert np.allclose(process.encode_passages(["調査", "会議"]), here.encode_passages(["調査", "会議"]), atol=1e-4)


def test_tokens_come_from_the_process_too(process: EncoderProcess) -> None:
    assert process.encode_tokens is not None
    spans, vectors = process.encode_tokens("呉市は?")
    assert spans.tolist()[-1][1] == 4
    assert vectors.shape == (len(spans), 384)


def test_a_process_that_was_killed_is_started_anew(process: EncoderProcess) -> None:
    before = process.encode_query("呉市は?")

    os.kill(process._process.pid, signal.SIGKILL)

    assert np.array_equal(process.encode_query("呉市は?"), before)


def test_a_closed_process_answers_no_more(model_folder: Path) -> None:
    process = EncoderProcess(locate(str(model_folder), model_folder.parent))
    process.close()

    with pytest.raises(ModelUnavailableError) as caught:
        process.encode_query("呉市は?")

    assert caught.value.facts["reason"] == "model_process_ended"


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    process = EncoderProcess(locate(str(tmp_path), tmp_path))

    for ask in (process.wait, lambda: process.encode_query("呉市は?")):
        with pytest.raises(ModelUnavailableError) as caught:
            ask()
        assert caught.value.facts["model"] == str(tmp_path)
        assert caught.value.facts["reason"]
    process.close()


def test_no_process_is_left_when_the_program_is_killed(model_folder: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(model_folder)],
        stdin=subprocess.PIPE,  # it waits here; the suite's own may be at its end
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
    )
    assert program.stdout is not None
    child = int(program.stdout.readline())
    assert _runs(child)

    program.kill()
    program.communicate()
    deadline = time.monotonic() + 60
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert not _runs(child)


_PROGRAM = """
import sys
from pathlib import Path
from embeddings.encoder_process import EncoderProcess
from embeddings.model import locate
folder = Path(sys.argv[1])
process = EncoderProcess(locate(str(folder), folder.parent))
process.wait()
print(process._process.pid, flush=True)
sys.stdin.read()
"""


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "zombie" not in Path(f"/proc/{pid}/status").read_text() if Path("/proc").is_dir() else True
