"""Runs under way as other processes see them: for each a small file beside the library, and a lock that dies with it.

The library itself is not written to: each write there would make every process forget what it has in memory.
"""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from typing import TYPE_CHECKING, Any, Self

from filelock import FileLock, Timeout

from imageparser import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

# Seconds between two writes of a run.
PAUSE = 1.0
# Numbers of processes are used again, also across containers on one disk.
_OWN = uuid.uuid4().hex
# What is told of every run; a file without it is none of ours.
_FIXED = frozenset(("process", "name", "kind", "roots", "started_ms"))


class Beat:
    """Tells other processes that a run goes on and how far it is, from `with` to its end, however that comes.

    Where its files cannot be written the run goes on unseen.
    """

    def __init__(self, library: Path, kind: str, roots: list[str], started_ms: int) -> None:
        self._name = uuid.uuid4().hex
        self._fixed = {"process": _OWN, "name": self._name, "kind": kind, "roots": roots, "started_ms": started_ms}
        self._place = place(library)
        self._file = self._place / f"{self._name}.json"
        self._lock: FileLock | None = None
        self._turn = threading.Lock()
        self._due = 0.0

    def __enter__(self) -> Self:
        with contextlib.suppress(OSError, NotImplementedError):
            self._place.mkdir(exist_ok=True)
            lock = FileLock(self._file.with_suffix(".lock"))
            lock.acquire(timeout=0)
            self._lock = lock
            self.tell(dict)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._lock is None:
            return
        with self._turn:  # no write is under way or begins any more
            lock, self._lock = self._lock, None
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
        lock.release()
        with contextlib.suppress(OSError):
            self._file.with_suffix(".lock").unlink(missing_ok=True)
            self._place.rmdir()  # stays where another run has its files in it

    def tell(self, told: Callable[[], Mapping[str, Any]]) -> None:
        """Write what `told` gives, if it is time; safe from many threads, of which none waits."""
        if clock.monotonic() < self._due or not self._turn.acquire(blocking=False):
            return
        try:
            if self._lock is None:
                return
            self._due = clock.monotonic() + PAUSE
            part = self._file.with_suffix(".part")
            with contextlib.suppress(OSError):
                part.write_text(json.dumps({**self._fixed, **told()}, ensure_ascii=False), encoding="utf-8")
                part.replace(self._file)
        finally:
            self._turn.release()


def elsewhere(library: Path) -> Iterator[dict[str, Any]]:
    """Yield what the runs of other processes last told; what a killed one left behind is taken away."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for file in sorted(place(library).glob("*.json")):
            with contextlib.suppress(OSError, ValueError):
                told = json.loads(file.read_bytes())
                ours = isinstance(told, dict) and told.keys() >= _FIXED
                if ours and told["process"] != _OWN and _goes_on(file):
                    yield told
    with contextlib.suppress(OSError):
        place(library).rmdir()


def place(library: Path) -> Path:
    """Return the folder of the runs under way."""
    return library.with_name(f"{library.name}.running")


def _goes_on(file: Path) -> bool:
    lock = FileLock(file.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    # The system has let the lock go: nobody is there any more.
    for left in (file, file.with_suffix(".part")):
        left.unlink(missing_ok=True)
    lock.release()
    file.with_suffix(".lock").unlink(missing_ok=True)
    return False
