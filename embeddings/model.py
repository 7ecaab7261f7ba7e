"""A sentence-transformers model, by folder or by name; no start hangs for a hub that is not there."""

import hashlib
import os
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from corpus.words import fold
from embeddings.encoder import Matrix, Vector
from embeddings.errors import ModelUnavailableError
from embeddings.weights import FINGERPRINT, discard, is_sound, prepare

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT = "multilingual-e5-small"
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}
_SECONDS_FOR_THE_HUB = 3.0
_BATCH = 16
_END_OF_FILE = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Where a model lies on this machine; `fingerprint` changes with its vectors."""

    name: str
    folder: Path
    fingerprint: str
    is_default: bool = False


def locate(name: str, models: Path) -> ModelSource:
    """The model called `name`, found or fetched without importing torch: "" for the default, a folder, a hub name.

    The default is prepared under `models`. Raises ModelUnavailableError, within seconds also where the hub cannot be
    reached; WeightsError or HomeUnwritableError where the default cannot be prepared.
    """
    if not name:
        folder = prepare(models / DEFAULT)
        return ModelSource(DEFAULT, folder, _fingerprint(folder), is_default=True)
    folder = Path(name) if Path(name).is_dir() else _from_hub(name)
    return ModelSource(name, folder, _fingerprint(folder))


def locate_anew(models: Path) -> ModelSource:
    """The default model, made once more from its weights: for one that is there and cannot be loaded.

    Raises WeightsError or HomeUnwritableError.
    """
    folder = models / DEFAULT
    discard(folder)
    return locate("", models)


class SentenceEncoder:
    """An `Encoder` on a SentenceTransformer, in single precision on the CPU (half is several times slower there)."""

    def __init__(self, source: ModelSource) -> None:
        self.name, self.fingerprint = source.name, source.fingerprint
        self._model = _load(source)
        # The tokenizer may not be shared between threads, and the cores are busy with one text anyway.
        self._one_at_a_time = threading.Lock()
        if "e5" in source.name.lower() and not any(self._model.prompts.values()):
            self._model.prompts.update(_E5_PROMPTS)

    def encode_query(self, text: str) -> Vector:
        """The vector of a question; shape (dimensions,), length 1."""
        vector: Vector = self.encode_queries([text])[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The vectors of many questions; shape (len(texts), dimensions), length 1 each."""
        with self._one_at_a_time:
            found: Matrix = self._model.encode_query(
                [fold(text) for text in texts],
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.asarray(found, dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """The vectors of passages; shape (len(texts), dimensions), length 1 each."""
        with self._one_at_a_time:
            found: Matrix = self._model.encode_document(
                [fold(text) for text in texts],
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.asarray(found, dtype=np.float32)


def _load(source: ModelSource) -> "SentenceTransformer":
    # A folder needs no hub; without this, transformers may ask one for files that a model does not have.
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(
            str(source.folder), device="cpu", model_kwargs={"dtype": "float32"}, local_files_only=True
        )
    except Exception as error:
        # Whatever a damaged folder makes three libraries raise.
        raise ModelUnavailableError(model=source.name, reason=str(error).split("\n")[0][:200]) from error


def _from_hub(name: str) -> Path:
    """A hub model's folder in the local cache, downloaded if the hub answers in time."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except HFValidationError as error:
        raise ModelUnavailableError(model=name, reason="model_name_invalid") from error
    except LocalEntryNotFoundError:
        pass
    if os.environ.get("HF_HUB_OFFLINE") == "1" or not _hub_answers():
        raise ModelUnavailableError(model=name, reason="hub_unreachable")
    try:
        return Path(snapshot_download(name))
    except (HfHubHTTPError, OSError) as error:
        raise ModelUnavailableError(model=name, reason="hub_unreachable") from error


def _hub_answers() -> bool:
    """True if a connection to the hub comes about in time. In a thread: looking up a name has no time limit."""
    from huggingface_hub import constants

    address = urlsplit(constants.ENDPOINT)
    port = address.port or (443 if address.scheme == "https" else 80)
    answered = threading.Event()

    def connect() -> None:
        try:
            socket.create_connection((address.hostname or "", port), timeout=_SECONDS_FOR_THE_HUB).close()
        except OSError:
            return
        answered.set()

    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(_SECONDS_FOR_THE_HUB)
    return answered.is_set()


def _fingerprint(folder: Path) -> str:
    """From the names, sizes and ends of a model's files: cheap, and different for every other model.

    A folder that this program made has the same on every system, and if it is a slim copy.
    """
    if is_sound(folder):
        return FINGERPRINT
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
        with path.open("rb") as file:
            file.seek(max(0, size - _END_OF_FILE))
            digest.update(file.read())
    return digest.hexdigest()[:16]
