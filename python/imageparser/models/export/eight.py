"""A float32 graph with its weights in 8 bits; everything between the products stays float32."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import helper, numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 32
# `accuracy_level` of the operator.
_FLOAT_ACTIVATIONS, _EIGHT_BIT_ACTIVATIONS = 1, 4


def dynamic(model: Any) -> Any:
    """Return the model with products in 8 bits: weights by output channel, activations measured as they come."""
    return _Eight(model, _dynamic_product).run()


def blocks(model: Any) -> Any:
    """Return the model with products in 8 bits that have a scale for each 32 values, of weights and of activations."""
    return _Eight(model, partial(_block_product, accuracy=_EIGHT_BIT_ACTIVATIONS)).run()


def weights(model: Any) -> Any:
    """Return the model with weights in 8 bits, a scale for each 32 of them, and activations as they are."""
    return _Eight(model, partial(_block_product, accuracy=_FLOAT_ACTIVATIONS)).run()


class _Eight:
    """Put the weights of a graph into 8 bits."""

    def __init__(self, model: Any, product: Any) -> None:
        self.model = model
        self.weights = {one.name: one for one in model.graph.initializer}
        self.made: dict[str, Any] = {}
        self.quantised: dict[str, tuple[str, str, str]] = {}
        self._product = product

    def run(self) -> Any:
        """Rewrite every product with a constant and every look-up of tokens."""
        nodes: list[Any] = []
        for node in self.model.graph.node:
            if node.op_type == "MatMul" and self._is_matrix(node.input[1]):
                nodes += self._product(self, node)
            elif node.op_type == "Gather" and node.input[1] == "ids" and self._is_matrix(node.input[0]):
                nodes += _row_lookup(self, node)
            else:
                nodes.append(node)
        used = {name for node in nodes for name in node.input}
        kept = [one for name, one in self.weights.items() if name in used]
        graph = self.model.graph
        del graph.node[:], graph.initializer[:]
        graph.node.extend(nodes)
        graph.initializer.extend([*kept, *self.made.values()])
        return self.model

    def matrix(self, name: str) -> NDArray[np.float32]:
        """Return a weight as an array."""
        values: NDArray[np.float32] = numpy_helper.to_array(self.weights[name])
        return values

    def weight(self, name: str, array: NDArray[Any]) -> str:
        """Store a constant under its name and return that."""
        if name not in self.made:
            self.made[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def _is_matrix(self, name: str) -> bool:
        return name in self.weights and len(self.weights[name].dims) == 2


def _dynamic_product(eight: _Eight, node: Any) -> list[Any]:
    """`DynamicQuantizeLinear`, `MatMulInteger` and its scale; the run time fuses them into one kernel."""
    source, name = node.input
    nodes = []
    if source not in eight.quantised:
        outputs = (f"{source}.q", f"{source}.scale", f"{source}.zero")
        nodes.append(helper.make_node("DynamicQuantizeLinear", [source], outputs, f"{source}.quantise"))
        eight.quantised[source] = outputs
    values, scale, zero = eight.quantised[source]
    weights, scales = _eight_bits(eight.matrix(name), axis=0)
    stored = eight.weight(f"{name}.q", weights), eight.weight(f"{name}.scale", scales[0])
    stem = node.name or node.output[0]
    return [
        *nodes,
        helper.make_node("MatMulInteger", [values, stored[0], zero], [f"{stem}.sum"], f"{stem}.product"),
        helper.make_node("Cast", [f"{stem}.sum"], [f"{stem}.float"], f"{stem}.cast", to=1),
        helper.make_node("Mul", [scale, stored[1]], [f"{stem}.scales"], f"{stem}.scales"),
        helper.make_node("Mul", [f"{stem}.float", f"{stem}.scales"], list(node.output), f"{stem}.scaled"),
    ]


def _block_product(eight: _Eight, node: Any, accuracy: int) -> list[Any]:
    """`MatMulNBits` of ONNX Runtime: each output channel in blocks of 32 inputs, zero at 128."""
    source, name = node.input
    matrix = eight.matrix(name).T
    rows, columns = matrix.shape
    padded = np.pad(matrix, ((0, 0), (0, -columns % _BLOCK))).reshape(rows, -1, _BLOCK)
    weights, scales = _eight_bits(padded, axis=2)
    stored = eight.weight(f"{name}.q", (weights.astype(np.int16) + 128).astype(np.uint8))
    scale = eight.weight(f"{name}.scale", scales.reshape(rows, -1))
    shape = {"K": columns, "N": rows, "bits": 8, "block_size": _BLOCK, "accuracy_level": accuracy}
    inputs, stem = [source, stored, scale], node.name or node.output[0]
    if not any(one.domain == "com.microsoft" for one in eight.model.opset_import):
        eight.model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return [helper.make_node("MatMulNBits", inputs, list(node.output), stem, domain="com.microsoft", **shape)]


def _row_lookup(eight: _Eight, node: Any) -> list[Any]:
    """Return the look-up of a row of 8-bit values and of that row's scale."""
    name, ids = node.input
    rows, scales = _eight_bits(eight.matrix(name), axis=1)
    table, scale = eight.weight(f"{name}.q", rows), eight.weight(f"{name}.scale", scales)
    stem = node.name or node.output[0]
    return [
        helper.make_node("Gather", [table, ids], [f"{stem}.row"], f"{stem}.row"),
        helper.make_node("Cast", [f"{stem}.row"], [f"{stem}.float"], f"{stem}.cast", to=1),
        helper.make_node("Gather", [scale, ids], [f"{stem}.scale"], f"{stem}.scale"),
        helper.make_node("Mul", [f"{stem}.float", f"{stem}.scale"], list(node.output), f"{stem}.scaled"),
    ]


def _eight_bits(values: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return signed 8-bit values and the scales along `axis` by which they are multiplied."""
    largest = np.abs(values).max(axis=axis, keepdims=True)
    scales = (np.maximum(largest, 1e-12) / 127).astype(np.float32)
    return np.round(values / scales).clip(-127, 127).astype(np.int8), scales
