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
    """The kept values of all readers of one library; usable from threads.

    `version` gives a number that is another one after each change of the library.
    """

    def __init__(self, version: Callable[[], int], most_bytes: int = MOST_BYTES) -> None:
        self.version = version
        self._state: int | None = None
        self._values = _Values(most_bytes)
        self._lasting = _Values(most_bytes // 2)
        self._lock = Lock()

    def get(self, state: int, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key in a state, made at most once while it is kept; nobody may change it."""
        with self._lock:
            if self._state == state and key in self._values:
                known: T = self._values.get(key)
                return known
        made = make()
        with self._lock:
            if self._state is None or state > self._state:  # an older snapshot must not drive out what is newer
                self._state = state
                self._values.clear()
            if state == self._state:
                self._values.keep(key, made)
        return made

    def lasting(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key that says itself what of the library it follows from."""
        with self._lock:
            if key in self._lasting:
                known: T = self._lasting.get(key)
                return known
        made = make()
        with self._lock:
            self._lasting.keep(key, made)
        return made


class _Values:
    """Values by key, of which the longest unused go when all are larger than they may be."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._known: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._known

    def get(self, key: Hashable) -> Any:
        self._known.move_to_end(key)
        return self._known[key][0]

    def keep(self, key: Hashable, value: object) -> None:
        if key in self._known:
            return
        size = _bytes(value)
        self._known[key] = (value, size)
        self._size += size
        while self._size > self._most and len(self._known) > 1:
            self._size -= self._known.popitem(last=False)[1][1]

    def clear(self) -> None:
        self._known.clear()
        self._size = 0


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

    def lasting(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return a value that follows from what the key names: the stamp of a part of the library, read just now."""
        if self._shared is None or not self.active:
            return make()
        return self._shared.lasting(key, make)

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
