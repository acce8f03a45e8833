"""The thread that writes sidecars by itself: at once after a change, or when nothing has changed for a while."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from imageparser import _core, log
from imageparser.errors import ImageParserError
from imageparser.library import sidecars

if TYPE_CHECKING:
    from imageparser.library.connection import Database
    from imageparser.settings import SidecarSettings

_ROUND = 200
NOW, IDLE = "now", "idle"


class SidecarKeeper:
    """Writes what waits in the queue of one library; usable from threads. Nothing runs before the first `wake`."""

    def __init__(self, database: Database, settings: SidecarSettings) -> None:
        self._database = database
        self._settings = settings
        self._cancel = _core.CancelToken()
        self._changed = threading.Event()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Tell that something may have changed."""
        if self._settings.write not in (NOW, IDLE) or self._database.read_only:
            return
        self._changed.set()
        with self._lock:
            if self._thread is None and not self._closing.is_set():
                self._thread = threading.Thread(target=self._work, name="sidecars", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End the thread; what was to be written at once is written before."""
        with self._lock:
            self._closing.set()
            thread = self._thread
        if self._settings.write != NOW:
            self._cancel.cancel()
        self._changed.set()
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            self._changed.wait()
            last = self._closing.is_set()
            self._changed.clear()
            try:
                if self._settings.write == NOW or (not last and self._is_quiet()):
                    self._drain()
            except ImageParserError as error:
                log.get("sidecars").warning("%s", error)
            if last:
                return

    def _is_quiet(self) -> bool:
        """Wait until nothing has changed for a while; False at the end."""
        while self._changed.wait(self._settings.idle_seconds):
            if self._closing.is_set():
                return False
            self._changed.clear()
        return True

    def _drain(self) -> None:
        """Write all that waits; with `idle` a change ends it, and the rest follows when it is quiet again."""
        from imageparser.exchange import sidecars as writing  # noqa: PLC0415  # most libraries never write any

        while ids := sidecars.queued(self._database.read(), _ROUND):
            done = set()
            for one in writing.write(self._database, ids, cancel=self._cancel):
                done.add(one.place.file_id)
                if self._settings.write == IDLE and self._changed.is_set():
                    return
            if self._cancel.cancelled or not done:
                return
