"""Ctrl-C as a wish to end: the first one asks, the second one does not."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Self, TypeVar

from imageparser import _core

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

T = TypeVar("T")


class Interruptible:
    """While open, SIGINT and SIGTERM cancel `token`; `received` tells that one came."""

    def __init__(self) -> None:
        self.token = _core.CancelToken()
        self.received = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._signalled)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what `signal` itself gave

    def run(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread of its own and return its result.

        Python calls signal handlers on the main thread only between its own instructions: a main thread
        inside a long native call would not hear a Ctrl-C.
        """
        results: list[T] = []
        errors: list[BaseException] = []

        def guarded() -> None:
            try:
                results.append(work())
            except BaseException as error:  # noqa: BLE001  # raised again on the main thread
                errors.append(error)

        thread = threading.Thread(target=guarded, name="work", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(0.1)
        if errors:
            raise errors[0]
        return results[0]

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        if self.received:
            raise KeyboardInterrupt
        self.received = True
        self.token.cancel()
