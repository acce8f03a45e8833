"""Write a graph as ONNX protobuf by hand: 31 MB of `onnx` are not needed to put thirty kinds of bytes in a row.

Field numbers are those of onnx.proto (IR version 8, opset 17): ModelProto, GraphProto, NodeProto, AttributeProto,
TensorProto, ValueInfoProto.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

IR_VERSION = 8
OPSET = 17
_VARINT, _FIXED32, _BYTES = 0, 5, 2
_TENSOR_TYPES = {"float32": 1, "uint8": 2, "int64": 7}
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT, _ATTRIBUTE_STRING, _ATTRIBUTE_INTS = 1, 2, 3, 7


def _varint(value: int) -> bytes:
    value &= 0xFFFFFFFFFFFFFFFF
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | _VARINT) + _varint(value)


def _chunk(field: int, value: bytes | str) -> bytes:
    data = value.encode("utf-8") if isinstance(value, str) else value
    return _varint(field << 3 | _BYTES) + _varint(len(data)) + data


def _tensor(name: str, array: NDArray[Any]) -> bytes:
    dims = b"".join(_number(1, size) for size in array.shape)
    raw = np.ascontiguousarray(array).tobytes()
    return dims + _number(2, _TENSOR_TYPES[array.dtype.name]) + _chunk(8, name) + _chunk(9, raw)


def _attribute(name: str, value: float | int | str | Sequence[int]) -> bytes:
    head = _chunk(1, name)
    if isinstance(value, float):
        return head + _varint(2 << 3 | _FIXED32) + np.float32(value).tobytes() + _number(20, _ATTRIBUTE_FLOAT)
    if isinstance(value, int):
        return head + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    if isinstance(value, str):
        return head + _chunk(4, value) + _number(20, _ATTRIBUTE_STRING)
    return head + b"".join(_number(8, item) for item in value) + _number(20, _ATTRIBUTE_INTS)


def _value_info(name: str, dtype: str, shape: Sequence[int | str]) -> bytes:
    dims = b"".join(_chunk(1, _chunk(2, size) if isinstance(size, str) else _number(1, size)) for size in shape)
    tensor_type = _number(1, _TENSOR_TYPES[dtype]) + _chunk(2, dims)
    return _chunk(1, name) + _chunk(2, _chunk(1, tensor_type))


class GraphWriter:
    """Collect nodes, weights and borders of one graph, then write the model."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[bytes] = []
        self._count = 0

    def input(self, name: str, dtype: str, shape: Sequence[int | str]) -> str:
        """Declare a graph input; a text in `shape` names a free dimension."""
        self._parts.append(_chunk(11, _value_info(name, dtype, shape)))
        return name

    def output(self, name: str, dtype: str, shape: Sequence[int | str]) -> None:
        """Declare that the value `name` leaves the graph."""
        self._parts.append(_chunk(12, _value_info(name, dtype, shape)))

    def weight(self, array: NDArray[Any]) -> str:
        """Store a constant and return its name."""
        name = self._fresh("w")
        self._parts.append(_chunk(5, _tensor(name, array)))
        return name

    def node(
        self, op: str, inputs: Sequence[str], *, name: str = "", **attributes: float | int | str | Sequence[int]
    ) -> str:
        """Add an operation with one output and return the name of that output."""
        result = name or self._fresh(op.lower())
        body = b"".join(_chunk(1, item) for item in inputs) + _chunk(2, result) + _chunk(4, op)
        body += b"".join(_chunk(5, _attribute(key, value)) for key, value in attributes.items())
        self._parts.append(_chunk(1, body))
        return result

    def to_bytes(self) -> bytes:
        """Return the finished ModelProto."""
        graph = b"".join(self._parts) + _chunk(2, self._name)
        opset = _chunk(1, "") + _number(2, OPSET)
        return _number(1, IR_VERSION) + _chunk(2, "imageparser") + _chunk(7, graph) + _chunk(8, opset)

    def _fresh(self, stem: str) -> str:
        self._count += 1
        return f"{stem}{self._count}"
