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


def stamp(ms: int) -> str:
    """Return a stored time as a part of a file name that sorts as the time does, UTC."""
    return f"{datetime.fromtimestamp(ms // 1000, tz=UTC):%Y%m%dT%H%M%S}{ms % 1000:03d}Z"


def of_stamp(text: str) -> int:
    """Return the time that `stamp` wrote.

    Raises:
        ValueError: it did not.
    """
    moment = datetime.strptime(text[:-4] + "+0000", "%Y%m%dT%H%M%S%z")
    ms = round(moment.timestamp()) * 1000 + int(text[-4:-1])
    if stamp(ms) != text:
        raise ValueError(text)
    return ms


def day_of(ms: int) -> tuple[int, int, int]:
    """Return the year, month and day of a stored time, UTC."""
    moment = datetime.fromtimestamp(ms / 1000, tz=UTC)
    return moment.year, moment.month, moment.day


def week_of(ms: int) -> tuple[int, int]:
    """Return the year and week (ISO 8601) of a stored time, UTC."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC).isocalendar()[:2]


def monotonic() -> float:
    """Return seconds of a clock that never jumps, for durations."""
    return time.perf_counter()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)
