"""Keeps the counts of terms up to date for those who type: little at once, much in the background."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from imageparser import log
from imageparser.errors import CancelledError, ImageParserError
from imageparser.library import term_counts

if TYPE_CHECKING:
    from imageparser import _core
    from imageparser.library.connection import Database

_AT_ONCE = 50  # files that a question waits for: about as long as a key is held


class Counting:
    """Counts the terms of one library; usable from threads. `close` waits for the slice that is being counted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def bring_up(self, *, wait: bool = False, cancel: _core.CancelToken | None = None) -> bool:
        """Count what is behind, at once where it is little or `wait` is set, and tell whether anything is behind still.

        Raises:
            CancelledError: `cancel` was raised while everything was counted.
        """
        reader = self._database.read()
        if not term_counts.is_behind(reader):
            return False
        if self._database.read_only:
            return True
        if wait:
            term_counts.settle(self._database, lambda: cancel is not None and cancel.cancelled)
            if cancel is not None and cancel.cancelled:
                raise CancelledError
            return False
        if not self._is_counting() and term_counts.pending(reader, _AT_ONCE + 1) <= _AT_ONCE:
            self._database.write(term_counts.settle_some)
            return term_counts.is_behind(reader)
        self._begin()
        return True

    def close(self) -> None:
        """End the counting; what is not counted stays noted."""
        with self._lock:
            self._closed, thread = True, self._thread
        if thread is not None:
            thread.join()

    def _is_counting(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _begin(self) -> None:
        with self._lock:
            if self._closed or self._is_counting():
                return
            self._thread = threading.Thread(target=self._quietly, name="terms", daemon=True)
            self._thread.start()

    def _quietly(self) -> None:
        try:
            term_counts.settle(self._database, lambda: self._closed)
        except ImageParserError as error:  # the next question tries again
            log.get("search").warning("terms were not counted: %s", error)
