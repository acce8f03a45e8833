"""Which jobs run now: those of all conversations of a process, in the order of arrival where they touch the same."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imageparser.ipc.op import NOTHING, Claims

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from imageparser.ipc.job import Job
    from imageparser.ipc.protocol import Payload

# Jobs of one conversation at the same time: those that work in folders, and those that only ask the library.
BUSY, ASKING = 8, 4


@dataclass(slots=True, eq=False)
class Live:
    """A job that was accepted and has not ended; `run` does it on a thread of its conversation's `pool`."""

    job: Job
    payload: Payload
    value: object
    claims: Claims
    run: Callable[[Live], None]
    pool: Executor
    running: bool = False


class Schedule:
    """Starts jobs; each conversation has its own lanes, so that one with a slow reader holds up no other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._live: dict[Live, None] = {}

    def add(self, live: Live) -> None:
        """Take a job in; it starts now or when what it must wait for has ended."""
        with self._lock:
            self._live[live] = None
            self._start()

    def remove(self, live: Live) -> None:
        """Let those start that waited for a job."""
        with self._lock:
            del self._live[live]
            self._start()

    def withhold(self, live: Live) -> bool:
        """Keep a job from starting; False where it runs already."""
        with self._lock:
            if live.running:
                return False
            live.running = True
            live.claims = NOTHING
            return True

    def _start(self) -> None:
        """Start every job that may start now; the lock is held."""
        ahead: list[Claims] = []
        free: dict[tuple[Executor, bool], int] = {}
        for live in self._live:
            lane = (live.pool, bool(live.claims.keys))
            free[lane] = free.get(lane, BUSY if lane[1] else ASKING) - live.running
        for live in self._live:
            lane = (live.pool, bool(live.claims.keys))
            if not live.running and free[lane] > 0 and not any(live.claims.meet(one) for one in ahead):
                free[lane] -= 1
                live.running = True
                live.pool.submit(live.run, live)
            ahead.append(live.claims)
