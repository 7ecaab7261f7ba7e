"""The default model by ONNX Runtime: the vectors of sentence-transformers in half the time, with little memory."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.words import fold
from embeddings.encoder import Matrix, Tokens, Vector
from embeddings.errors import ModelUnavailableError
from embeddings.model import ModelSource
from embeddings.weights import GRAPH

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_BATCH = 16
_MOST_THREADS = 4
"""A text of twenty words has little to share out."""


class LightEncoder:
    """An `Encoder` on a folder that this program made (`embeddings.weights`); its methods are for one thread at a time.

    Raises ModelUnavailableError where the folder cannot be read.
    """

    def __init__(self, source: ModelSource) -> None:
        self.name, self.fingerprint = source.name, source.fingerprint
        try:
            from tokenizers import Tokenizer

            self._session = _session(source.folder / GRAPH)
            self._tokenizer = Tokenizer.from_file(str(source.folder / "tokenizer.json"))
            sizes = (source.folder / "config.json").read_text(encoding="utf-8")
            longest = int(json.loads(sizes)["max_position_embeddings"])
            settings = (source.folder / "config_sentence_transformers.json").read_text(encoding="utf-8")
            self._prompts: dict[str, str] = json.loads(settings)["prompts"]
        except Exception as error:
            # Whatever a damaged folder makes the libraries raise: `tokenizers` raises plain Exceptions.
            raise ModelUnavailableError(model=source.name, reason=str(error).split("\n")[0][:200]) from error
        self._tokenizer.enable_truncation(longest)

    def encode_query(self, text: str) -> Vector:
        """The vector of a question; shape (dimensions,), length 1."""
        vector: Vector = self.encode_queries([text])[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The vectors of many questions; shape (len(texts), dimensions), length 1 each."""
        return self._encode(texts, self._prompts["query"])

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """The vectors of passages; shape (len(texts), dimensions), length 1 each."""
        return self._encode(texts, self._prompts["document"])

    def encode_tokens(self, text: str) -> Tokens:
        """A question token by token; the spans are those of the folded text."""
        prompt = self._prompts["query"]
        encoding = self._tokenizer.encode(prompt + fold(text))
        spans = np.array(encoding.offsets, dtype=np.intp) - len(prompt)
        states = self._run("states", [encoding.ids])[0]
        own = (spans[:, 1] > 0) & (spans[:, 1] > spans[:, 0])  # neither the prompt nor the marks of begin and end
        vectors: Matrix = states[own] / np.linalg.norm(states[own], axis=1, keepdims=True)
        return Tokens(spans[own], vectors)

    def _encode(self, texts: Sequence[str], prompt: str) -> Matrix:
        tokens = [self._tokenizer.encode(prompt + fold(text)).ids for text in texts]
        # Texts of like length together: a batch is as long as its longest.
        order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]))
        found: list[Vector] = [np.empty(0, dtype=np.float32)] * len(tokens)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors = self._run("vectors", [tokens[number] for number in batch])
            for number, vector in zip(batch, vectors, strict=True):
                found[number] = vector
        return np.array(found, dtype=np.float32)

    def _run(self, output: str, tokens: Sequence[Sequence[int]]) -> npt.NDArray[np.float32]:
        lengths = np.array([len(own) for own in tokens])
        is_word = np.arange(lengths.max()) < lengths[:, np.newaxis]
        words = np.zeros(is_word.shape, dtype=np.int64)
        words[is_word] = [token for own in tokens for token in own]
        given = {"words": words, "is_word": is_word.astype(np.int32)}
        found: npt.NDArray[np.float32] = self._session.run([output], given)[0]
        return found


def _session(graph: Path) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions, disable_telemetry_events

    disable_telemetry_events()  # on Windows they are on
    options = SessionOptions()
    options.intra_op_num_threads = min(os.cpu_count() or 1, _MOST_THREADS)
    options.inter_op_num_threads = 1
    # A thread that waits by spinning takes the core of whoever it waits for; what it saves on an idle machine is less.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it keeps what the longest batch ever needed
    return InferenceSession(graph, options, providers=["CPUExecutionProvider"])
