"""What is costly to make, kept a while within some room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Kept(Generic[T]):
    """What was made last, within some room; several that want the same at once let one of them make it."""

    def __init__(self, room: int, cost: Callable[[T], int] = lambda _: 1) -> None:
        self._room = room
        self._cost = cost
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, Future[T]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept for a key, else make it; an error is raised to each who waited for it, and not kept."""
        with self._lock:
            future = self._made.get(key)
            mine = future is None
            if future is None:
                future = self._made[key] = Future()
            self._made.move_to_end(key)
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    del self._made[key]
                future.set_exception(error)
                raise
            self._trim()
        return future.result()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._made.clear()

    def _trim(self) -> None:
        with self._lock:
            done = [
                (key, self._cost(one.result())) for key, one in self._made.items() if one.done() and not one.exception()
            ]
            total = sum(cost for _, cost in done)
            for key, cost in done[:-1]:
                if total <= self._room:
                    return
                del self._made[key]
                total -= cost
