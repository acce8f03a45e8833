"""Sets of numbers below 65,536 as bytes: two bytes for each number while they are few, else one bit for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WIDTH = 1 << 16
_FULL = WIDTH // 8
_FEW = _FULL // 2  # from here on bits are no longer than a list
_NUMBER = np.dtype("<u2")

Numbers = NDArray[np.uint16]


def pack(numbers: Numbers) -> bytes:
    """Return the bytes of a set; `numbers` ascend without repetition."""
    if len(numbers) < _FEW:
        return numbers.astype(_NUMBER).tobytes()
    flags = np.zeros(WIDTH, np.bool_)
    flags[numbers] = True
    return np.packbits(flags).tobytes()


def unpack(packed: bytes) -> Numbers:
    """Return the numbers of a set, ascending."""
    if len(packed) < _FULL:
        return np.frombuffer(packed, _NUMBER)
    return np.flatnonzero(np.unpackbits(np.frombuffer(packed, np.uint8))).astype(np.uint16)


def bits(packed: bytes) -> NDArray[np.uint8]:
    """Return a set as one bit for each number, in which form sets are joined and met."""
    if len(packed) == _FULL:
        return np.frombuffer(packed, np.uint8)
    flags = np.zeros(WIDTH, np.bool_)
    flags[np.frombuffer(packed, _NUMBER)] = True
    return np.packbits(flags)


def numbers_of(array: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the numbers whose bits are set, ascending."""
    return np.flatnonzero(np.unpackbits(array))


def change(packed: bytes | None, *, remove: Numbers, add: Numbers) -> bytes:
    """Return a set without some numbers and then with others; `add` ascends without repetition."""
    if not packed:
        return pack(add)
    flags = np.zeros(WIDTH, np.bool_)
    flags[unpack(packed)] = True
    flags[remove] = False
    flags[add] = True
    return pack(np.flatnonzero(flags).astype(np.uint16))


def size(packed: bytes) -> int:
    """Return how many numbers a set has."""
    return len(packed) // _NUMBER.itemsize if len(packed) < _FULL else int.from_bytes(packed, "little").bit_count()
