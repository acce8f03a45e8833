"""The board: jobs that were given a name, which go on without the one who asked for them, and how they ended."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Literal

from imageparser import clock
from imageparser.ipc.protocol import PhaseProgress, Shape
from imageparser.library import beats

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser.ipc.job import Job
    from imageparser.ipc.protocol import Payload
    from imageparser.ipc.schedule import Live

# Ended jobs that are still told of.
KEPT = 50
# What the names of runs of other processes begin with.
PROCESS = "process:"
_NOTHING: dict[str, Any] = {"processed": 0, "total": 0, "errors": 0, "skipped": 0, "phases": []}
# The members of an `error` that say why.
_FAILURE = ("code", "message", "path", "about")
# The fields of payloads that say what a job works on, the first that is there.
_SUBJECTS = ("folders", "folder", "path", "id", "name")


class NamedProblem(Shape):
    """An item that failed, and why."""

    path: str
    reason: str


class NamedJob(Shape):
    """A job that has a name (`keep` of its run): what it works on, how far it is or how it ended, its latest problems.

    `waiting` stands behind another one that touches the same. A run of another process (`process:...`) can be seen but
    not stopped; a scan has no numbers there. `code`, `message`, `path` and `about` say why it failed.
    """

    name: str
    op: str
    subject: str
    state: Literal["waiting", "running", "done", "cancelled", "failed"]
    started_at: str
    ended_at: str | None
    processed: int
    total: int
    errors: int
    skipped: int
    phases: list[PhaseProgress]
    problems: list[NamedProblem]
    code: str | None
    message: str | None
    path: str | None
    about: str | None


class Board:
    """What the pages of a process see of each other's jobs; safe from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._live: dict[Live, dict[str, Any]] = {}
        self._ended: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def begin(self, live: Live) -> None:
        """Put a named job up."""
        fixed = {
            "name": live.name,
            "op": live.job.op.name,
            "subject": subject_of(live.payload),
            "started_at": clock.iso(clock.now_ms()),
        }
        with self._lock:
            self._live[live] = fixed

    def end(self, live: Live, last: dict[str, Any]) -> None:
        """Note how a job ended: `last` is its last line."""
        state = "failed" if last["type"] == "error" else "cancelled" if last["cancelled"] else "done"
        failure = {key: last.get(key) for key in _FAILURE} if state == "failed" else {}
        with self._lock:
            fixed = self._live.pop(live)
            told = _told(fixed, live.job, state=state, failure=failure)
            self._ended.append({**told, "ended_at": clock.iso(clock.now_ms())})

    def listed(self) -> list[dict[str, Any]]:
        """Return the jobs that have not ended as they were begun, then the ended ones, the latest first."""
        with self._lock:
            live = [
                _told(fixed, one.job, state="running" if one.running else "waiting")
                for one, fixed in self._live.items()
            ]
            return live + list(reversed(self._ended))

    def named(self, name: str) -> list[Live]:
        """Return the jobs of a name that have not ended."""
        with self._lock:
            return [live for live, fixed in self._live.items() if fixed["name"] == name]


def subject_of(payload: Payload) -> str:
    """Return what a payload says its job works on; nothing where it does not say."""
    for field in _SUBJECTS:
        value = getattr(payload, field, None)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, str):
            return value
    return ""


def elsewhere(library: Path) -> list[dict[str, Any]]:
    """Return the runs over folders that other processes have under way on a library, in the form of the list."""
    return [_foreign(told) for told in beats.elsewhere(library)]


def _foreign(told: dict[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {key: told[key] for key in ("processed", "total", "errors", "phases") if key in told}
    return {
        "name": f"{PROCESS}{told['name']}",
        "op": told["kind"],
        "subject": next(iter(told["roots"]), ""),
        "started_at": clock.iso(told["started_ms"]),
        "state": "running",
        "ended_at": None,
        **_NOTHING,
        **known,
        "problems": [],
        **dict.fromkeys(_FAILURE),
    }


def _told(fixed: dict[str, Any], job: Job, *, state: str, failure: dict[str, Any] | None = None) -> dict[str, Any]:
    problems = [{"path": path, "reason": reason} for path, reason in list(job.problems)]
    counters = {**_NOTHING, **job.latest}
    return {
        **fixed,
        "state": state,
        "ended_at": None,
        **counters,
        "problems": problems,
        **dict.fromkeys(_FAILURE),
        **(failure or {}),
    }
