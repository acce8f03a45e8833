"""The one writer thread: functions from a queue, many in one transaction, each able to fail alone."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from imageparser.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from imageparser.library.connection import Transaction

T = TypeVar("T")
Job = tuple["Callable[[Transaction], Any]", "Future[Any]"]

GROUP = 64  # functions in one commit at most, so that the first of them does not wait for long


class WritingSide(Protocol):
    """What the writer asks of a connection."""

    tx: Transaction
    path: Path

    def execute(self, sql: str) -> None:
        """Run a statement without result."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def close(self) -> None:
        """Write the log back and close."""


class Writer:
    """Own the writing connection and run what is submitted, in order."""

    def __init__(self, side: WritingSide) -> None:
        self._side = side
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="library-writer", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[[Transaction], T]) -> Future[T]:
        """Queue a function and return the future of its result, which is set after the commit."""
        if threading.current_thread() is self._thread:
            raise InternalError("a write inside a write would wait for itself", path=str(self._side.path))
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise InternalError("the library is closed", path=str(self._side.path))
            self._jobs.put((fn, future))
        return future

    def close(self) -> None:
        """Run what is queued, then end the thread and close the connection."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        going = True
        while going:
            group, going = self._take()
            if group:
                self._commit(group)
        self._side.close()

    def _take(self) -> tuple[list[Job], bool]:
        """Wait for one function and take what else is there already; False once the end has come."""
        group: list[Job] = []
        job = self._jobs.get()
        while job is not None:
            if job[1].set_running_or_notify_cancel():
                group.append(job)
            if len(group) >= GROUP:
                return group, True
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, True
        return group, False

    def _commit(self, group: list[Job]) -> None:
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            self._side.execute("BEGIN IMMEDIATE")
            for fn, future in group:
                outcomes.append((future, *self._run(fn)))
            self._side.execute("COMMIT")
        except BaseException as error:  # noqa: BLE001  # the thread must live on, whoever waits gets the error
            self._roll_back()
            for _, future in group:
                future.set_exception(error)
            return
        for future, result, failure in outcomes:
            if failure is None:
                future.set_result(result)
            else:
                future.set_exception(failure)

    def _run(self, fn: Callable[[Transaction], Any]) -> tuple[Any, BaseException | None]:
        self._side.execute("SAVEPOINT job")
        try:
            result = fn(self._side.tx)
        except BaseException as error:
            if not self._side.in_transaction:  # SQLite gave up the whole transaction, a full disk for instance
                raise
            self._side.execute("ROLLBACK TO job")
            self._side.execute("RELEASE job")
            return None, error
        self._side.execute("RELEASE job")
        return result, None

    def _roll_back(self) -> None:
        if self._side.in_transaction:
            self._side.execute("ROLLBACK")
