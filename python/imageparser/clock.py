"""The only door to time, so that tests can move it."""

from __future__ import annotations

import time


def now_ms() -> int:
    """Return milliseconds since the epoch, UTC; the form in which times are stored."""
    return time.time_ns() // 1_000_000


def monotonic() -> float:
    """Return seconds of a clock that never jumps, for durations."""
    return time.perf_counter()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)
