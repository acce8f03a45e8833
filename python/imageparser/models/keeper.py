"""A thread that starts processes and looks after them.

Linux ends a child with the *thread* that started it (parent-death signal), so children must not be started by threads
of a pool that come and go.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Keeper:
    """Run given functions on one thread, and `tend` at least once each `period` seconds."""

    def __init__(self, tend: Callable[[], None], *, period: float) -> None:
        self._tend = tend
        self._period = period
        self._work: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def run(self, function: Callable[[], T]) -> T:
        """Return what `function` gives on the keeper's thread."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="model-keeper", daemon=True)
                self._thread.start()
        result: Future[T] = Future()
        self._work.put((function, result))
        return result.result()

    def close(self) -> None:
        """End the thread."""
        with self._lock:
            if self._thread is not None:
                self._work.put(None)
                self._thread.join()
                self._thread = None

    def _loop(self) -> None:
        while True:
            try:
                item = self._work.get(timeout=self._period)
            except queue.Empty:
                self._tend()
                continue
            if item is None:
                return
            function, result = item
            try:
                result.set_result(function())
            except BaseException as error:  # noqa: BLE001  # it belongs to the caller, who waits for it
                result.set_exception(error)
