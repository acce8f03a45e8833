"""How far a run is, in numbers that add up."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imageparser import clock

if TYPE_CHECKING:
    from collections.abc import Callable

SCAN = "scan"
SHORTEST_PAUSE = 0.1  # seconds between two reports of one phase


@dataclass(frozen=True, slots=True)
class Progress:
    """One phase of a run (or `scan`): `total` is what is known to be done so far, `final` ends the phase.

    `waiting` files had to be left for another run for the reason of `code`, an error; they are not in `total`.
    """

    phase: str
    done: int
    failed: int
    total: int
    elapsed_s: float
    final: bool = False
    waiting: int = 0
    code: str = ""

    @property
    def rate(self) -> float:
        """Files per second."""
        return (self.done + self.failed) / self.elapsed_s if self.elapsed_s > 0 else 0.0

    @property
    def eta_s(self) -> float | None:
        """Seconds that the rest takes at this rate; None before there is one."""
        return (self.total - self.done - self.failed) / self.rate if self.rate > 0 else None

    def as_dict(self) -> dict[str, Any]:
        """Return it as other processes and pages are told."""
        return {
            "phase": self.phase,
            "done": self.done,
            "failed": self.failed,
            "total": self.total,
            "rate": round(self.rate, 2),
            "eta_s": None if self.eta_s is None else round(self.eta_s, 1),
            "waiting": self.waiting,
            "code": self.code or None,
            "final": self.final,
        }


class Latest:
    """The latest of each phase of a run, of which `first` is the one that reads the files; safe from many threads."""

    def __init__(self, first: str) -> None:
        self._first = first
        self._lock = threading.Lock()
        self._phases: dict[str, Progress] = {}

    def note(self, progress: Progress) -> None:
        """Keep what a phase tells."""
        with self._lock:
            self._phases[progress.phase] = progress

    def told(self) -> dict[str, Any]:
        """Return the phases, and as counters how many pictures the first one has read: those can be searched for."""
        with self._lock:
            phases = list(self._phases.values())
            read = self._phases.get(self._first)
        done, failed, total = (read.done, read.failed, read.total) if read else (0, 0, 0)
        counters = {"processed": done + failed, "total": max(total, done + failed), "errors": failed}
        return {**counters, "phases": [one.as_dict() for one in phases]}


Callback = "Callable[[Progress], None]"


class Meter:
    """Count one phase and report it, not more often than people can read; safe from many threads."""

    def __init__(self, phase: str, report: Callable[[Progress], None] | None) -> None:
        self.phase = phase
        self.done = 0
        self.failed = 0
        self.waiting = 0
        self._code = ""
        self._total = 0
        self._running = (0, 0)
        self._report = report
        self._began: float | None = None
        self._reported = 0.0
        self._lock = threading.Lock()

    def expect(self, count: int) -> None:
        """Add to what is known to be done."""
        with self._lock:
            self._total += count
        self._tell()

    def tick(self, done: int, failed: int) -> None:
        """Note how far the batch under way is."""
        with self._lock:
            self._running = (done, failed)
        self._tell()

    def add(self, done: int, failed: int) -> None:
        """Note what of a batch is stored; it is not under way any more."""
        with self._lock:
            self.done += done
            self.failed += failed
            self._running = (0, 0)
        self._tell()

    def wait(self, count: int, code: str) -> None:
        """Note what had to be left for another run, and why."""
        with self._lock:
            self.waiting += count
            self._code = code
            self._total -= count
        self._tell()

    def finish(self) -> None:
        """Report the last numbers."""
        with self._lock:
            self._running = (0, 0)
        self._tell(final=True)

    def _tell(self, *, final: bool = False) -> None:
        if self._report is None:
            return
        now = clock.monotonic()
        with self._lock:
            if self._began is None:
                self._began = now
            elif not final and now - self._reported < SHORTEST_PAUSE:
                return
            self._reported = now
            done, failed = self.done + self._running[0], self.failed + self._running[1]
            total = max(self._total, done + failed)
            progress = Progress(self.phase, done, failed, total, now - self._began, final, self.waiting, self._code)
        self._report(progress)
