from __future__ import annotations

import time

from imageparser import clock


def test_stored_times_are_milliseconds_of_the_epoch() -> None:
    before = time.time()
    now = clock.now_ms()
    assert before * 1000 - 1 <= now <= time.time() * 1000 + 1
    assert isinstance(now, int)


def test_durations_never_run_backwards() -> None:
    moments = [clock.monotonic() for _ in range(100)]
    assert moments == sorted(moments)
    clock.sleep(0)
