from __future__ import annotations

import os
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from imageparser.models.sensor import Card, Sensor


class NVMLError(Exception):
    """What the driver throws."""


class Driver(SimpleNamespace):
    """Stands for `pynvml`; `broken` are the functions that fail."""

    def __init__(self, *broken: str, users: tuple[tuple[int, int | None], ...] = ()) -> None:
        super().__init__(NVMLError=NVMLError)
        self.calls: list[str] = []
        answers = {
            "nvmlInit": None,
            "nvmlDeviceGetHandleByIndex": "handle",
            "nvmlDeviceGetMemoryInfo": SimpleNamespace(total=100, used=30),
            "nvmlDeviceGetName": "made up",
            "nvmlDeviceGetComputeRunningProcesses": [SimpleNamespace(pid=p, usedGpuMemory=u) for p, u in users],
        }
        for name, answer in answers.items():
            setattr(self, name, self._function(name, answer, fails=name in broken))

    def _function(self, name: str, answer: Any, *, fails: bool) -> Any:
        def work(*_: Any) -> Any:
            self.calls.append(name)
            if fails:
                raise NVMLError(name)
            return answer

        return work


def sensor(monkeypatch: pytest.MonkeyPatch, driver: Driver | None) -> Sensor:
    monkeypatch.setitem(sys.modules, "pynvml", driver)  # type: ignore[arg-type]
    return Sensor()


def test_the_driver_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Driver(users=((7, 12), (8, None)))
    found = sensor(monkeypatch, driver)
    assert found.card() == found.card() == Card("made up", 100, 30)
    assert [found.on_card(pid) for pid in (7, 8, 9)] == [12, None, None]
    assert driver.calls.count("nvmlInit") == 1


@pytest.mark.parametrize(
    "broken", ["nvmlInit", "nvmlDeviceGetHandleByIndex", "nvmlDeviceGetMemoryInfo", "nvmlDeviceGetName"]
)
def test_a_driver_that_does_not_answer_tells_nothing(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    found = sensor(monkeypatch, Driver(broken, "nvmlDeviceGetComputeRunningProcesses", users=((7, 12),)))
    assert found.card() is None
    assert found.on_card(7) is None


def test_without_the_package_there_is_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sensor(monkeypatch, None)
    assert found.card() is None
    assert found.on_card(1) is None


def test_memory_of_processes_adds_up_and_gone_ones_hold_none(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sensor(monkeypatch, None)
    own = found.rss([os.getpid()])
    assert own > 1 << 20
    assert found.rss([os.getpid(), 2**22 - 3]) == pytest.approx(own, rel=0.2)
    assert found.rss([]) == 0
