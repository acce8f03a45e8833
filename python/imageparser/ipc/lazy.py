"""A library that is opened when an operation first asks for it; several need none."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from imageparser.facade import Library

if TYPE_CHECKING:
    from types import TracebackType


class LazyLibrary:
    """One library for all jobs; an error of opening it is raised to each who asks, and the next one tries again."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._library: Library | None = None

    def get(self) -> Library:
        """Return the open library."""
        with self._lock:
            if self._library is None:
                self._library = Library.open(self._path)
            return self._library

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        with self._lock:
            library, self._library = self._library, None
        if library is not None:
            library.close()
