"""Watching folders for as long as the program runs: a change below one starts an `index` job among all others."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser import _core, log, watching
from imageparser.errors import ImageParserError
from imageparser.ipc.session import Session
from imageparser.library import runs, switches

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.facade import Library
    from imageparser.ipc.schedule import Schedule

LOG = log.get("watcher")
# Seconds between two looks for a folder that is not there, such as one of a disk that is not plugged in.
ABSENT_SECONDS = 15.0
_MAKING = threading.Lock()


def of(schedule: Schedule, library: Callable[[], Library]) -> Watcher:
    """Return the one watcher of a process; it is made when it is first asked for."""
    with _MAKING:
        if schedule.watcher is None:
            schedule.watcher = Watcher(library, schedule)
        return schedule.watcher


class Watcher:
    """Watches the roots that the library has switched on, each from a thread of its own."""

    def __init__(self, library: Callable[[], Library], schedule: Schedule) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._watched: dict[str, _Watched] = {}
        self._answers = _Answers()
        self._session = Session(self._answers, library, lambda: None, schedule)

    def begin(self) -> None:
        """Watch what the library has switched on, and nothing else, from now on."""
        reader = self._library().database.read()
        on = switches.watched(reader)
        wanted = runs.by_key(reader) if on else {}
        with self._lock:
            for key in [key for key in self._watched if key not in on or key not in wanted]:
                self._watched.pop(key).token.cancel()
            for key, raw in wanted.items():
                if key in on and key not in self._watched:
                    self._watched[key] = one = _Watched(key, raw)
                    one.thread = threading.Thread(target=self._watch, args=(one,), name="watch", daemon=True)
                    one.thread.start()

    def states(self) -> dict[str, str | None]:
        """Return the watched roots by key, with why one cannot be watched."""
        with self._lock:
            return {key: one.fault for key, one in self._watched.items()}

    def close(self) -> None:
        """Watch nothing more; an index run that this began is cancelled."""
        with self._lock:
            watched, self._watched = list(self._watched.values()), {}
        for one in watched:
            one.token.cancel()
        self._session.stop()
        for one in watched:
            if one.thread is not None:
                one.thread.join()

    def _watch(self, one: _Watched) -> None:
        try:
            path = one.raw.decode("utf-8")
            while not one.token.cancelled:
                if Path(path).is_dir():
                    one.fault = None
                    self._follow(one, path)
                else:
                    one.fault = "not_found"
                    one.rest(ABSENT_SECONDS)
        except UnicodeDecodeError:
            one.fault = "usage"
        except (ImageParserError, OSError) as error:
            one.fault = getattr(error, "code", "internal")
            LOG.warning("%s cannot be watched any more: %s", one.key, error)

    def _follow(self, one: _Watched, path: str) -> None:
        library = self._library()
        for _ in watching.hints([path], one.token, ignore=library.path):
            if not Path(path).is_dir():
                return
            # A look that finds nothing is no news: of those only the latest stays among the reports.
            library.database.write(lambda tx: runs.forget_idle(tx, one.key))
            self._answers.wait(self._session, one, path)


class _Watched:
    """A root that is watched."""

    def __init__(self, key: str, raw: bytes) -> None:
        self.key = key
        self.raw = raw
        self.token = _core.CancelToken()
        self.fault: str | None = None
        self.thread: threading.Thread | None = None

    def rest(self, seconds: float) -> None:
        """Wait, though not when the end is asked for."""
        step = threading.Event()
        left = seconds
        while left > 0 and not self.token.cancelled:
            step.wait(min(left, 0.5))
            left -= 0.5


class _Answers:
    """The writer of the watcher's own conversation: it waits for last lines and passes over all others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._waiting: dict[int, threading.Event] = {}

    def wait(self, session: Session, one: _Watched, path: str) -> None:
        """Run an index job over a root to its end; the end of the watching cancels it."""
        ended = threading.Event()
        with self._lock:
            self._last += 1
            number = self._last
            self._waiting[number] = ended
        run = {"id": number, "type": "run", "op": "index", "payload": {"folders": [path]}, "keep": f"watch:{one.key}"}
        session.take(run)
        while not ended.wait(0.5):
            if one.token.cancelled:
                session.take({"id": number, "type": "cancel"})
                ended.wait(0.5)
                return

    def send(self, line: dict[str, Any], *, wait: bool = True) -> None:  # noqa: ARG002  # the writer's form
        if line["type"] in ("done", "error"):
            with self._lock:
                ended = self._waiting.pop(line.get("id", 0), None)
            if ended is not None:
                ended.set()

    def hurry(self) -> None:
        pass
