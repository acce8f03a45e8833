"""What follows from one state of the library and is kept in memory until the library changes."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

T = TypeVar("T")
MOST_BYTES = 384 << 20


class Shared:
    """The kept values of all readers of one library, each good for one state; usable from threads.

    `version` gives a number that is another one after each change of the library.
    """

    def __init__(self, version: Callable[[], int], most_bytes: int = MOST_BYTES) -> None:
        self.version = version
        self._most = most_bytes
        self._state: int | None = None
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, state: int, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key in a state, made at most once while it is kept; nobody may change it."""
        with self._lock:
            if self._state == state and key in self._values:
                self._values.move_to_end(key)
                found: T = self._values[key][0]
                return found
        made = make()
        self._keep(state, key, made)
        return made

    def _keep(self, state: int, key: Hashable, made: object) -> None:
        size = _bytes(made)
        with self._lock:
            if self._state is None or state > self._state:  # an older snapshot must not drive out what is newer
                self._state, self._size = state, 0
                self._values.clear()
            if state < self._state or key in self._values:
                return
            self._values[key] = (made, size)
            self._size += size
            while self._size > self._most and len(self._values) > 1:
                self._size -= self._values.popitem(last=False)[1][1]


class Kept:
    """What one reader sees of the kept values: those of its snapshot, and none outside of one."""

    def __init__(self, shared: Shared | None = None) -> None:
        self._shared = shared
        self._state: int | None = None

    @property
    def active(self) -> bool:
        """Whether anything that is made now is kept."""
        return self._state is not None

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return a value that follows from the state of the library alone; nobody may change it."""
        if self._shared is None or self._state is None:
            return make()
        return self._shared.get(self._state, key, make)

    @contextlib.contextmanager
    def state(self, execute: Callable[[str], object]) -> Iterator[None]:
        """Hold a snapshot of the library; where it changed just then, nothing is kept of it."""
        version = self._shared.version if self._shared is not None else None
        before = version() if version is not None else None
        # A transaction begins with its first read. Only if no change lies around that is it sure which state it sees.
        execute("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1")
        try:
            self._state = before if version is not None and version() == before else None
            yield
        finally:
            self._state = None
            execute("COMMIT")


def _bytes(value: Any) -> int:
    parts = value if isinstance(value, tuple) else (value,)
    return sum(int(getattr(part, "nbytes", 1024)) for part in parts)
