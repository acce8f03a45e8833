"""A float32 graph in float16; inputs keep their types, and the vector stays float32.

ONNX Runtime's own converter turns what leaves a node that stays float32 into float16 even where the next one stays
float32 too, so the mean of squares still overflows; and it cannot follow the types of a model above 2 GB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIZES = {"shapes"}
_LARGEST = float(np.finfo(np.float16).max)


def half(model: Any) -> Any:
    """Return the model in float16.

    Left in float32: what follows from sizes alone (positions, rotations), the mean squares of norms, and the division
    by the vector's length. Their values leave the range of float16, or its steps are too wide for them.
    """
    graph = model.graph
    floats, wide = _floats(model), _wide(graph)
    narrow = {name for node in graph.node if not wide.intersection(node.output) for name in node.input}
    weights = {one.name for one in graph.initializer} & floats
    borders = _Borders(floats, wide | (weights - narrow) | {one.name for one in graph.input})
    nodes: list[Any] = []
    for node in graph.node:
        stays = bool(wide.intersection(node.output))
        nodes += borders.entered(node, stays=stays)
        if not stays:
            _narrow_attributes(node)
        nodes.append(node)
    del graph.node[:], graph.value_info[:]
    graph.node.extend(nodes)
    for weight in graph.initializer:
        if weight.name in weights & narrow:
            weight.CopyFrom(_narrow(weight))
    return model


class _Borders:
    """The casts between the two kinds of numbers, one for each value that crosses."""

    def __init__(self, floats: set[str], wide: set[str]) -> None:
        self._floats = floats
        self._wide = wide
        self._cast: set[str] = set()

    def entered(self, node: Any, *, stays: bool) -> list[Any]:
        """Let a node read what it can use, and return the casts that must come before it."""
        before = []
        for index, name in enumerate(node.input):
            if name not in self._floats or (name in self._wide) == stays:
                continue
            kind, ending = (TensorProto.FLOAT, "wide") if stays else (TensorProto.FLOAT16, "half")
            node.input[index] = f"{name}.{ending}"
            if node.input[index] not in self._cast:
                self._cast.add(node.input[index])
                before.append(helper.make_node("Cast", [name], [node.input[index]], node.input[index], to=kind))
        return before


def _floats(model: Any) -> set[str]:
    """Return the names of all float32 values, weights among them.

    Types are inferred on a copy whose float weights are declared and not there, since inference cannot take 2 GB.
    """
    graph = model.graph
    weights = [one for one in graph.initializer if one.data_type == TensorProto.FLOAT]
    names = {one.name for one in weights}
    light = helper.make_graph(
        graph.node,
        graph.name,
        [*graph.input, *(helper.make_tensor_value_info(one.name, TensorProto.FLOAT, one.dims) for one in weights)],
        graph.output,
        [one for one in graph.initializer if one.name not in names],
    )
    inferred = onnx.shape_inference.infer_shapes(helper.make_model(light, opset_imports=model.opset_import)).graph
    values = [*inferred.value_info, *inferred.input, *inferred.output]
    return {one.name for one in values if one.type.tensor_type.elem_type == TensorProto.FLOAT}


def _wide(graph: Any) -> set[str]:
    """Return the names of the values that float16 has no room for."""
    made = {name for node in graph.node for name in node.output}
    moved = _reached(graph, {one.name for one in graph.input} - _SIZES, stop=("Shape",))
    means = _reached(graph, {name for node in graph.node if node.op_type == "Pow" for name in node.output}, ("Mul",))
    ends = _reached(graph, {name for node in graph.node if node.op_type == "ReduceL2" for name in node.output})
    return (made - moved) | means | ends


def _reached(graph: Any, start: set[str], stop: Iterable[str] = ()) -> set[str]:
    """Return the names of all values that depend on those of `start`; nodes of a kind in `stop` let nothing through."""
    found = set(start)
    for node in graph.node:
        if node.op_type not in stop and found.intersection(node.input):
            found.update(node.output)
    return found


def _narrow_attributes(node: Any) -> None:
    for attribute in node.attribute:
        if node.op_type == "Cast" and attribute.name == "to" and attribute.i == TensorProto.FLOAT:
            attribute.i = TensorProto.FLOAT16
        if attribute.HasField("t") and attribute.t.data_type == TensorProto.FLOAT:
            attribute.t.CopyFrom(_narrow(attribute.t))


def _narrow(tensor: Any) -> Any:
    values = numpy_helper.to_array(tensor).clip(-_LARGEST, _LARGEST)
    return numpy_helper.from_array(values.astype(np.float16), tensor.name)
