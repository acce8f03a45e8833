"""The queue of file ids in front of a phase."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Inbox:
    """Ids that wait for a phase; it ends when every feeder has closed it and it is empty."""

    def __init__(self, feeders: int) -> None:
        self._feeders = feeders
        self._ids: deque[int] = deque()
        self._changed = threading.Condition()
        self._stopped = False

    def put(self, ids: Iterable[int]) -> None:
        """Add ids at the end."""
        with self._changed:
            self._ids.extend(ids)
            self._changed.notify()

    def close(self) -> None:
        """Say that one feeder will add nothing more."""
        with self._changed:
            self._feeders -= 1
            self._changed.notify()

    def stop(self) -> None:
        """End at once, whatever waits."""
        with self._changed:
            self._stopped = True
            self._ids.clear()
            self._changed.notify()

    def take(self, most: int) -> list[int]:
        """Wait for ids and return up to `most` of them; an empty list is the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ids or self._feeders <= 0 or self._stopped)
            return [self._ids.popleft() for _ in range(min(most, len(self._ids)))]
