from __future__ import annotations

import io
import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from imageparser.models.wire import Message, WireError, read_message, write_message

ARRAYS = st.sampled_from(["uint8", "float32", "int64"]).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
)
VALUES = st.dictionaries(
    st.text(max_size=4), st.none() | st.integers() | st.text(max_size=6) | st.lists(st.text(max_size=3))
)


def sent(message: Message) -> bytes:
    stream = io.BytesIO()
    write_message(stream, message)
    return stream.getvalue()


@given(values=VALUES, parts=st.lists(st.binary(max_size=20) | ARRAYS, max_size=4))
def test_what_is_written_is_read(values: dict[str, object], parts: list[object]) -> None:
    stream = io.BytesIO(sent(Message(values, parts)) * 2)  # type: ignore[arg-type]
    for _ in range(2):
        got = read_message(stream)
        assert got is not None
        assert got.values == values
        assert len(got.parts) == len(parts)
        for one, other in zip(got.parts, parts, strict=True):
            assert type(one) is type(other)
            if isinstance(one, bytes):
                assert one == other
            else:
                assert one.dtype == other.dtype  # type: ignore[attr-defined]
                assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")  # type: ignore[arg-type]
    assert read_message(stream) is None


def test_a_strided_array_is_written_in_its_own_order() -> None:
    turned = np.arange(6, dtype=np.float32).reshape(2, 3).T
    got = read_message(io.BytesIO(sent(Message(parts=[turned]))))
    assert got is not None
    assert np.array_equal(got.parts[0], turned)  # type: ignore[arg-type]


@given(cut=st.integers(min_value=1, max_value=80))
def test_an_end_inside_a_message_is_an_error(cut: int) -> None:
    whole = sent(Message({"a": 1}, [b"x" * 40, np.zeros(3, np.float32)]))
    with pytest.raises(WireError):
        read_message(io.BytesIO(whole[: len(whole) - cut]))


def framed(header: object) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<II", 0x314D5049, len(text)) + text


@pytest.mark.parametrize(
    "data",
    [
        b"Hello from a library\n",
        struct.pack("<II", 0x314D5049, 1 << 31) + b"{}",
        framed([]),
        framed({"values": {}}),
        framed({"values": {}, "parts": [{"size": -1}]}),
        framed({"values": {}, "parts": [{"size": 1 << 60}]}),
        framed({"values": {}, "parts": [{"dtype": "object", "shape": [1]}]}),
        framed({"values": {}, "parts": [{"dtype": "uint8", "shape": [-1]}]}),
        framed({"values": {}, "parts": [{"dtype": "float32", "shape": [1 << 40, 1 << 40]}]}),
        struct.pack("<II", 0x314D5049, 3) + b"\xff{}",
    ],
)
def test_nonsense_is_an_error(data: bytes) -> None:
    with pytest.raises(WireError):
        read_message(io.BytesIO(data))
