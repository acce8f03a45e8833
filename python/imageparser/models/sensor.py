"""What the operating system and the driver of the graphics card say about memory; where they say nothing, None."""

from __future__ import annotations

import importlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psutil

from imageparser import log

if TYPE_CHECKING:
    from collections.abc import Iterable

LOG = log.get("models.sensor")


@dataclass(frozen=True, slots=True)
class Card:
    """The memory of the graphics card in bytes, as the driver sees it: everyone's, not ours alone."""

    name: str
    total: int
    used: int


class Sensor:
    """Ask psutil and, where `nvidia-ml-py` and a card are there, the driver; usable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._driver: Any = None
        self._device: Any = None
        self._asked = False

    def rss(self, pids: Iterable[int]) -> int:
        """Return the bytes of memory that some processes hold together; those that are gone hold none."""
        return sum(self._rss(pid) for pid in pids)

    def card(self) -> Card | None:
        """Return the state of the first card; None where there is none, or nothing that could tell."""
        with self._lock:
            if not self._open():
                return None
            try:
                memory = self._driver.nvmlDeviceGetMemoryInfo(self._device)
                name = self._driver.nvmlDeviceGetName(self._device)
            except self._driver.NVMLError as error:
                LOG.info("the driver of the card does not answer: %s", error)
                return None
        return Card(str(name), int(memory.total), int(memory.used))

    def on_card(self, pid: int) -> int | None:
        """Return the bytes that one process holds on the card; None where the driver does not tell."""
        with self._lock:
            if not self._open():
                return None
            try:
                users = self._driver.nvmlDeviceGetComputeRunningProcesses(self._device)
            except self._driver.NVMLError:
                return None
        # Inside a container the driver names processes by numbers that mean nothing here.
        return next((int(user.usedGpuMemory) for user in users if user.pid == pid and user.usedGpuMemory), None)

    def _open(self) -> bool:
        if not self._asked:
            self._asked = True
            try:
                driver = importlib.import_module("pynvml")
            except ImportError:
                return False
            try:
                driver.nvmlInit()
                self._driver, self._device = driver, driver.nvmlDeviceGetHandleByIndex(0)
            except driver.NVMLError as error:
                LOG.info("no graphics card can be seen: %s", error)
        return self._device is not None

    @staticmethod
    def _rss(pid: int) -> int:
        try:
            return int(psutil.Process(pid).memory_info().rss)
        except psutil.Error:
            return 0
