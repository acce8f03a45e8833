"""The only door to time, so that tests can move it."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now_ms() -> int:
    """Return milliseconds since the epoch, UTC; the form in which times are stored."""
    return time.time_ns() // 1_000_000


def iso(ms: int) -> str:
    """Return a stored time as text, UTC, whole seconds."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC).isoformat(timespec="seconds")


def monotonic() -> float:
    """Return seconds of a clock that never jumps, for durations."""
    return time.perf_counter()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)
