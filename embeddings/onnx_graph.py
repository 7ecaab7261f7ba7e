"""A model read by `e5_file`, written as an ONNX graph: words of a text in, its vector out.

The weights stay as they are packed, four bits each, and are multiplied in single precision.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from embeddings.e5_file import BLOCK, E5File, Sizes

# The operators of ONNX, and those that ONNX Runtime adds (docs/ContribOperators.md there).
_OPSETS = {"": 20, "com.microsoft": 1}
_ADDED = {"GatherBlockQuantized", "MatMulNBits", "MultiHeadAttention", "SkipLayerNormalization"}
_IR = 10
_BITS, _SINGLE = 4, 1
"""Of a weight, and `accuracy_level`: multiply in single precision."""
Node = onnx.NodeProto


def write_onnx_graph(model: E5File, file: Path) -> None:
    """Writes the graph, some 80 MB.

    Inputs: `words` and `is_word`, shape (texts, longest text), 64-bit and 32-bit integers. Outputs: `vectors`, shape
    (texts, hidden), length 1 each; and `states`, of each word what the vector is the mean of, shape (texts, longest
    text, hidden). Raises OSError, ValueError or KeyError.
    """
    graph = _Graph(model)
    nodes = list(graph.nodes())
    inputs = [
        helper.make_tensor_value_info("words", TensorProto.INT64, ["texts", "length"]),
        helper.make_tensor_value_info("is_word", TensorProto.INT32, ["texts", "length"]),
    ]
    hidden = model.sizes.hidden
    outputs = [
        helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", hidden]),
        helper.make_tensor_value_info("states", TensorProto.FLOAT, ["texts", "length", hidden]),
    ]
    made = helper.make_model(
        helper.make_graph(nodes, "bert", inputs, outputs, graph.tensors),
        opset_imports=[helper.make_opsetid(*opset) for opset in _OPSETS.items()],
        ir_version=_IR,
    )
    file.write_bytes(made.SerializeToString())


class _Graph:
    """BERT's forward pass (Devlin et al. 2019), node by node; `tensors` fills up on the way."""

    def __init__(self, model: E5File) -> None:
        self._model = model
        self.tensors: list[TensorProto] = []

    def nodes(self) -> Iterator[Node]:
        sizes = self._model.sizes
        yield from self._embedded()
        states = "embedded"
        for number in range(sizes.layers):
            done = "states" if number == sizes.layers - 1 else f"l{number}.done"
            yield from self._layer(f"l{number}", states, done)
            states = done
        yield from self._mean(states)

    def _embedded(self) -> Iterator[Node]:
        """Words, positions and the one kind of text that there is, added and normalised."""
        self._keep("emb.first", np.array([0]))
        self._keep("emb.position", self._table("emb.pos") + self._table("emb.type")[0])
        blocks = self._blocks("emb.word")
        packed = self._keep("emb.packed", _in_order(blocks["weights"]).reshape(len(blocks), -1))
        scales = self._keep("emb.scales", blocks["scale"].astype(np.float32))
        settings = {"bits": _BITS, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
        yield _node("GatherBlockQuantized", [packed, "words", scales], "emb.words", **settings)
        yield _node("Shape", ["words"], "emb.length", start=1)
        yield _node("Slice", ["emb.position", "emb.first", "emb.length"], "emb.places")
        yield _node("Add", ["emb.words", "emb.places"], "emb.sum")
        norm = [self._vector("emb.ln.w"), self._vector("emb.ln.b")]
        yield _node("LayerNormalization", ["emb.sum", *norm], "embedded", epsilon=self._model.sizes.epsilon)

    def _layer(self, own: str, states: str, done: str) -> Iterator[Node]:
        """Attention over the words of a text, then a hidden layer for each word."""
        yield from self._dense(states, [f"{own}.q", f"{own}.k", f"{own}.v"], f"{own}.qkv")
        parts = [f"{own}.queries", f"{own}.keys", f"{own}.values"]
        yield helper.make_node("Split", [f"{own}.qkv"], parts, axis=-1, num_outputs=len(parts))
        heads = self._model.sizes.heads
        yield _node("MultiHeadAttention", [*parts, "", "is_word"], f"{own}.attended", num_heads=heads)
        yield from self._dense(f"{own}.attended", [f"{own}.ao"], f"{own}.attention")
        yield self._added(states, f"{own}.attention", f"{own}.aln", f"{own}.seen")
        yield from self._dense(f"{own}.seen", [f"{own}.fi"], f"{own}.inner")
        yield _node("Gelu", [f"{own}.inner"], f"{own}.hidden")
        yield from self._dense(f"{own}.hidden", [f"{own}.fo"], f"{own}.output")
        yield self._added(f"{own}.seen", f"{own}.output", f"{own}.oln", done)

    def _mean(self, states: str) -> Iterator[Node]:
        """The mean over the words of a text, at length 1."""
        self._keep("mean.last", np.array([2]))
        self._keep("mean.over", np.array([1]))
        yield _node("Cast", ["is_word"], "mean.is_word", to=TensorProto.FLOAT)
        yield _node("Unsqueeze", ["mean.is_word", "mean.last"], "mean.weights")
        yield _node("Mul", [states, "mean.weights"], "mean.words")
        # Any length will do before it is made 1, so the sum stands for the mean.
        yield _node("ReduceSum", ["mean.words", "mean.over"], "mean.sum", keepdims=0)
        yield _node("LpNormalization", ["mean.sum"], "vectors", axis=-1, p=2)

    def _dense(self, states: str, names: Sequence[str], output: str) -> Iterator[Node]:
        """Dense layers side by side."""
        blocks = np.concatenate([self._blocks(f"{name}.w") for name in names])
        rows, columns = blocks.shape[0], blocks.shape[1] * BLOCK
        packed = self._keep(f"{output}.packed", _in_order(blocks["weights"]))
        scales = self._keep(f"{output}.scales", blocks["scale"].astype(np.float32))
        settings = {"K": columns, "N": rows, "bits": _BITS, "block_size": BLOCK, "accuracy_level": _SINGLE}
        yield _node("MatMulNBits", [states, packed, scales], f"{output}.product", **settings)
        bias = np.concatenate([self._model.tensors[f"{name}.b"].single() for name in names])
        yield _node("Add", [f"{output}.product", self._keep(f"{output}.bias", bias)], output)

    def _added(self, states: str, more: str, norm: str, output: str) -> Node:
        inputs = [states, more, self._vector(f"{norm}.w"), self._vector(f"{norm}.b")]
        return _node("SkipLayerNormalization", inputs, output, epsilon=self._model.sizes.epsilon)

    def _blocks(self, name: str) -> npt.NDArray[Any]:
        tensor = self._model.tensors[name]
        return tensor.blocks().reshape(-1, _columns(name, self._model.sizes) // BLOCK)

    def _table(self, name: str) -> npt.NDArray[np.float32]:
        return self._model.tensors[name].single().reshape(-1, self._model.sizes.hidden)

    def _vector(self, name: str) -> str:
        return self._keep(name, self._model.tensors[name].single())

    def _keep(self, name: str, values: npt.NDArray[Any]) -> str:
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def _columns(name: str, sizes: Sizes) -> int:
    return sizes.feed_forward if ".fo." in name else sizes.hidden


def _in_order(weights: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Sixteen bytes of 32 weights, low halves first, as bytes of two neighbours each."""
    ordered = np.concatenate([weights & 15, weights >> 4], axis=-1)
    packed: npt.NDArray[np.uint8] = ordered[..., 0::2] | (ordered[..., 1::2] << 4)
    return packed


def _node(kind: str, inputs: Sequence[str], output: str, **settings: Any) -> Node:
    domain = "com.microsoft" if kind in _ADDED else ""
    return helper.make_node(kind, inputs, [output], domain=domain, **settings)
