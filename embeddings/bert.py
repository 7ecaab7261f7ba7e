"""BERT's forward pass (Devlin et al. 2019) in NumPy, for a small model on a CPU: no framework to import or to hold."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.encoder import Matrix

_TABLE = "embeddings.word_embeddings.weight"
_MASKED = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class _Linear:
    """A dense layer; `weight` stands so that inputs are multiplied by it from the left."""

    weight: Matrix
    bias: Matrix

    def __call__(self, inputs: Matrix) -> Matrix:
        found: Matrix = inputs @ self.weight
        found += self.bias
        return found


@dataclass(frozen=True, slots=True)
class _Norm:
    """Layer normalisation (Ba, Kiros and Hinton 2016)."""

    weight: Matrix
    bias: Matrix
    epsilon: np.float32

    def __call__(self, inputs: Matrix) -> Matrix:
        apart: Matrix = inputs - inputs.mean(axis=-1, keepdims=True)
        apart /= np.sqrt(np.square(apart).mean(axis=-1, keepdims=True) + self.epsilon)
        apart *= self.weight
        apart += self.bias
        return apart


@dataclass(frozen=True, slots=True)
class _Layer:
    """One block: attention over the tokens of a text, then a hidden layer for each token."""

    attended: _Linear
    attention: _Linear
    attention_norm: _Norm
    hidden: _Linear
    output: _Linear
    output_norm: _Norm


class Bert:
    """The model in a folder with `config.json` and `model.safetensors` (half precision), asked in single precision.

    Its table of words, most of the file, stays in the file: only the rows of words that occur are read. Raises OSError,
    ValueError or KeyError for a folder that holds no such model.
    """

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._heads, self.longest = int(config["num_attention_heads"]), int(config["max_position_embeddings"])
        self._epsilon = np.float32(config["layer_norm_eps"])
        tensors = _tensors(folder / "model.safetensors")
        self._table = tensors[_TABLE]
        self._positions = _single(tensors["embeddings.position_embeddings.weight"])
        self._type = _single(tensors["embeddings.token_type_embeddings.weight"])[0]
        self._norm = self._norm_of(tensors, "embeddings.LayerNorm")
        self._layers = [self._layer(tensors, number) for number in range(int(config["num_hidden_layers"]))]

    def __call__(self, tokens: npt.NDArray[np.int64], is_word: npt.NDArray[np.bool_]) -> Matrix:
        """The mean of the last layer over the words of each text; shape (texts, hidden), not yet of length 1.

        `tokens` and `is_word`: shape (texts, longest text), the latter false where a shorter text is filled up.
        """
        texts, length = tokens.shape
        states = self._norm(_single(self._table[tokens]) + self._positions[:length] + self._type)
        states = states.reshape(texts * length, -1)
        hidden_from_sight = np.where(is_word, np.float32(0), _MASKED)[:, np.newaxis, np.newaxis, :]
        for layer in self._layers:
            attended = self._attended(layer.attended(states), texts, hidden_from_sight)
            states = layer.attention_norm(states + layer.attention(attended))
            states = layer.output_norm(states + layer.output(_gelu(layer.hidden(states))))
        words = is_word[:, :, np.newaxis].astype(np.float32)
        sums: Matrix = (states.reshape(texts, length, -1) * words).sum(axis=1)
        means: Matrix = sums / words.sum(axis=1)
        return means

    def _attended(self, projected: Matrix, texts: int, hidden_from_sight: Matrix) -> Matrix:
        """Scaled dot-product attention in several heads; queries, keys and values stand side by side."""
        tokens, width = projected.shape[0], projected.shape[1] // 3
        each = width // self._heads
        queries, keys, values = projected.reshape(texts, -1, 3, self._heads, each).transpose(2, 0, 3, 1, 4)
        scores: Matrix = queries @ keys.swapaxes(-1, -2)
        scores *= np.float32(each**-0.5)
        scores += hidden_from_sight
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        attended: Matrix = (scores @ values).transpose(0, 2, 1, 3).reshape(tokens, width)
        return attended

    def _layer(self, tensors: dict[str, npt.NDArray[np.float16]], number: int) -> _Layer:
        own = f"encoder.layer.{number}"
        parts = [_linear(tensors, f"{own}.attention.self.{part}") for part in ("query", "key", "value")]
        return _Layer(
            _Linear(
                np.concatenate([part.weight for part in parts], axis=1), np.concatenate([part.bias for part in parts])
            ),
            _linear(tensors, f"{own}.attention.output.dense"),
            self._norm_of(tensors, f"{own}.attention.output.LayerNorm"),
            _linear(tensors, f"{own}.intermediate.dense"),
            _linear(tensors, f"{own}.output.dense"),
            self._norm_of(tensors, f"{own}.output.LayerNorm"),
        )

    def _norm_of(self, tensors: dict[str, npt.NDArray[np.float16]], name: str) -> _Norm:
        return _Norm(_single(tensors[f"{name}.weight"]), _single(tensors[f"{name}.bias"]), self._epsilon)


def _linear(tensors: dict[str, npt.NDArray[np.float16]], name: str) -> _Linear:
    return _Linear(np.ascontiguousarray(_single(tensors[f"{name}.weight"]).T), _single(tensors[f"{name}.bias"]))


def _gelu(values: Matrix) -> Matrix:
    """Gaussian error linear units (Hendrycks and Gimpel 2016), exact."""
    from scipy.special import erf

    bells = erf(values * np.float32(0.5**0.5))
    bells += 1
    values *= bells
    values *= np.float32(0.5)
    return values


def _single(values: npt.NDArray[Any]) -> Matrix:
    return values.astype(np.float32)


def _tensors(file: Path) -> dict[str, npt.NDArray[np.float16]]:
    """Views into a safetensors file: eight bytes that tell how long its heading is, the heading in JSON, the numbers.

    https://huggingface.co/docs/safetensors (the library itself reads a tensor whole, into memory).
    """
    data = np.memmap(file, mode="r", dtype=np.uint8)
    begin = 8 + int.from_bytes(data[:8].tobytes(), "little")
    heading = json.loads(data[8:begin].tobytes())
    found = {}
    for name, tensor in heading.items():
        if name != "__metadata__":
            first, last = tensor["data_offsets"]
            if tensor["dtype"] != "F16" or begin + last > len(data):
                raise ValueError(f"{file.name}: {name}")
            found[name] = data[begin + first : begin + last].view(np.float16).reshape(tensor["shape"])
    return found
