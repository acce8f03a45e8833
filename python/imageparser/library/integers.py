"""64-bit values of the system and of hashes, in SQLite's signed integers."""

from __future__ import annotations

_HALF = 1 << 63


def signed(value: int) -> int:
    """Return the signed form of an unsigned 64-bit value; a value that fits already stays."""
    return value - 2 * _HALF if value >= _HALF else value


def unsigned(value: int) -> int:
    """Return the unsigned form again."""
    return value + 2 * _HALF if value < 0 else value
