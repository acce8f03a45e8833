"""Messages between the program and a model process: a JSON header and raw arrays behind it, on a pair of pipes.

`magic, header length (both little-endian uint32), header, parts`; the header tells kind, shape and size of each part.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_HEAD = struct.Struct("<II")
_MAGIC = 0x314D5049
_HEADER_LIMIT = 256 << 20
_PART_LIMIT = 4 << 30
_DTYPES = {"uint8", "float32", "int64"}


class WireError(Exception):
    """The bytes on the pipe are no message."""


@dataclass(slots=True)
class Message:
    """Plain values and the arrays or byte strings that go with them."""

    values: dict[str, Any] = field(default_factory=dict)
    parts: Sequence[bytes | NDArray[Any]] = ()


def write_message(stream: IO[bytes], message: Message) -> None:
    """Write one message and flush it."""
    raw = [part if isinstance(part, bytes) else np.asarray(part, order="C") for part in message.parts]
    shapes = [_shape(part) for part in raw]
    header = json.dumps({"values": message.values, "parts": shapes}, ensure_ascii=True).encode("ascii")
    stream.write(_HEAD.pack(_MAGIC, len(header)) + header)
    for part in raw:
        stream.write(part if isinstance(part, bytes) else part.reshape(-1).data.cast("B"))
    stream.flush()


def read_message(stream: IO[bytes]) -> Message | None:
    """Read one message; None where the other side has closed the pipe between messages.

    Raises:
        WireError: the bytes are no message, or end inside one.
    """
    head = stream.read(_HEAD.size)
    if not head:
        return None
    if len(head) < _HEAD.size:
        raise WireError("the pipe was closed inside a message")
    magic, length = _HEAD.unpack(head)
    if magic != _MAGIC or length > _HEADER_LIMIT:
        raise WireError("something else than a message was written to the pipe")
    try:
        header = json.loads(_read_exactly(stream, length))
        return Message(header["values"], [_read_part(stream, shape) for shape in header["parts"]])
    except (ValueError, KeyError, TypeError) as error:
        raise WireError(f"the header of a message is damaged: {error}") from None


def _shape(part: bytes | NDArray[Any]) -> dict[str, Any]:
    if isinstance(part, bytes):
        return {"size": len(part)}
    return {"dtype": part.dtype.name, "shape": list(part.shape)}


def _read_part(stream: IO[bytes], shape: dict[str, Any]) -> bytes | NDArray[Any]:
    if "size" in shape:
        return _read_exactly(stream, _checked(int(shape["size"])))
    if shape["dtype"] not in _DTYPES or any(size < 0 for size in shape["shape"]):
        raise WireError(f"an array of {shape['dtype']} {shape['shape']} is not understood")
    dtype = np.dtype(shape["dtype"])
    size = _checked(math.prod(shape["shape"]) * dtype.itemsize)
    return np.frombuffer(_read_exactly(stream, size), dtype).reshape(shape["shape"])


def _checked(size: int) -> int:
    if not 0 <= size <= _PART_LIMIT:
        raise WireError(f"a part of {size} bytes is not understood")
    return size


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise WireError("the pipe was closed inside a message")
    return data
