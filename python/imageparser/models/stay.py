"""One stay of a model: its process, and what it took from before its start until after its end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.models.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.models.budget import Tenant
    from imageparser.models.process import ModelProcess
    from imageparser.models.protocol import HostStatus
    from imageparser.models.sensor import Sensor
    from imageparser.models.usage import Usages


class Stay:
    """A process that answers for a model; `process` is set by whoever starts it."""

    process: ModelProcess

    def __init__(self, tenant: Tenant, usages: Usages, sensor: Sensor, pids: Callable[[], list[int]]) -> None:
        self._sensor = sensor
        self._pids = pids
        self._usages = usages
        self._ended = False
        self.usage = usages.begin(Usage(tenant.name, tenant.precision, started_ms=clock.now_ms()))
        self.usage.rss.before, self.usage.vram.before = self._totals()

    def note(self) -> None:
        """Take in what the process says of itself and what it holds now."""
        if self._ended or not self.process.alive:
            return
        usage, about = self.usage, self.process.about
        loaded = usage.load_s is None and "load_s" in about
        usage.pid, usage.calls, usage.first_s = self.process.pid, self.process.calls, self.process.first_s
        usage.device = str(about.get("device", usage.device))
        usage.batch = about.get("batch", usage.batch)
        usage.load_s = about.get("load_s")
        rss, card = self._totals()
        usage.rss.note(rss, self.process.rss())
        usage.vram.note(card, None if card is None else self._on_card(card))
        if loaded:
            self._usages.save()

    def end(self) -> None:
        """End the process and take in what came back."""
        if not self._ended:
            self.note()
            self._ended = True
            self.process.close()
            self._took_leave()

    def tend(self, idle: float) -> None:
        """End the process where it hangs or where nobody has asked for `idle` seconds; never wait for an answer."""
        if self._ended:
            return
        self.process.kill_if_late()
        self.note()
        self.process.close_if_idle(idle)
        if self.process.closed:
            self._ended = True
            self._took_leave()

    def status(self) -> HostStatus:
        """Return what a status view shows."""
        usage, process = self.usage, self.process
        return {
            "model": usage.model,
            "precision": usage.precision,
            "device": usage.device,
            "batch": usage.batch,
            "pid": process.pid,
            "rss": process.rss(),
            "peak": usage.rss.own or 0,
            "vram": usage.vram.own,
            "calls": process.calls,
            "idle_s": process.idle_s,
            "load_s": usage.load_s,
            "first_s": usage.first_s,
        }

    def _took_leave(self) -> None:
        self.usage.unload_s = self.process.unload_s
        self.usage.pid = 0
        rss, card = self._totals()
        self.usage.rss.end(rss)
        self.usage.vram.end(card)
        self._usages.save()

    def _totals(self) -> tuple[int, int | None]:
        """Return what this program with its model processes holds, and what is taken of the card."""
        card = self._sensor.card()
        return self._sensor.rss([os.getpid(), *self._pids()]), None if card is None else card.used

    def _on_card(self, used: int) -> int:
        """Return what the process holds on the card; where the driver does not tell, what was taken since before it."""
        own = self._sensor.on_card(self.process.pid)
        return max(0, used - (self.usage.vram.before or 0)) if own is None else own
