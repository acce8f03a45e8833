from __future__ import annotations

import pytest

from imageparser import clock
from imageparser.pipeline.progress import Meter, Progress


@pytest.fixture
def time_now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    return now


def test_numbers_add_up_at_every_moment(time_now: list[float]) -> None:
    seen: list[Progress] = []
    meter = Meter("P", seen.append)
    meter.expect(10)
    for done, failed in ((1, 0), (3, 1)):
        time_now[0] += 1
        meter.tick(done, failed)
    time_now[0] += 1
    meter.add(4, 1)
    time_now[0] += 1
    meter.finish()
    assert [(p.done, p.failed) for p in seen] == [(0, 0), (1, 0), (3, 1), (4, 1), (4, 1)]
    assert all(p.total == 10 and p.done + p.failed <= p.total for p in seen)
    assert [p.final for p in seen] == [False] * 4 + [True]


def test_more_than_expected_raises_the_total(time_now: list[float]) -> None:
    seen: list[Progress] = []
    meter = Meter("VV", seen.append)
    meter.expect(1)
    time_now[0] += 1
    meter.add(3, 0)
    assert seen[-1].total == 3


def test_reports_are_not_more_frequent_than_people_read(time_now: list[float]) -> None:
    seen: list[Progress] = []
    meter = Meter("P", seen.append)
    for _ in range(1000):
        time_now[0] += 0.001
        meter.tick(1, 0)
    assert 8 <= len(seen) <= 12
    meter.finish()
    assert seen[-1].final


def test_rate_and_time_left() -> None:
    progress = Progress("P", done=8, failed=2, total=30, elapsed_s=5.0)
    assert progress.rate == 2.0
    assert progress.eta_s == 10.0
    assert Progress("P", 0, 0, 5, 0.0).eta_s is None


def test_nobody_need_listen() -> None:
    meter = Meter("P", None)
    meter.expect(1)
    meter.add(1, 0)
    meter.finish()
    assert (meter.done, meter.failed) == (1, 0)
