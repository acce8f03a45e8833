"""Which jobs run now: those of all conversations of a process, in the order of arrival where they touch the same."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imageparser.ipc.board import Board
from imageparser.ipc.op import NOTHING, Claims

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from imageparser.ipc.job import Job
    from imageparser.ipc.protocol import Payload
    from imageparser.ipc.watcher import Watcher

# Jobs of one conversation at the same time: those that work in folders, and those that only ask the library.
BUSY, ASKING = 8, 4
# Seconds that jobs get at the end to come to theirs.
FAREWELL = 30.0


@dataclass(slots=True, eq=False)
class Live:
    """A job that was accepted and has not ended; `run` does it on a thread of its conversation's `pool`.

    `stop` asks for its end. One with a `name` goes on when its conversation ends.
    """

    job: Job
    payload: Payload
    value: object
    claims: Claims
    run: Callable[[Live], None]
    pool: Executor
    stop: Callable[[], object]
    name: str | None = None
    running: bool = False


class Schedule:
    """Starts jobs; each conversation has its own lanes, so that one with a slow reader holds up no other."""

    def __init__(self) -> None:
        self.board = Board()
        self.watcher: Watcher | None = None
        self._lock = threading.Lock()
        self._empty = threading.Condition(self._lock)
        self._live: dict[Live, None] = {}

    @property
    def busy(self) -> bool:
        """Whether any job has not ended."""
        return bool(self._live)

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
            self._empty.notify_all()

    def close(self) -> None:
        """Watch nothing more, cancel what is left and wait for it, though not for ever."""
        watcher, self.watcher = self.watcher, None
        if watcher is not None:
            watcher.close()
        with self._lock:
            left = list(self._live)
        for live in left:
            live.stop()
        with self._lock:
            self._empty.wait_for(lambda: not self._live, FAREWELL)

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
