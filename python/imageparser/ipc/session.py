"""One conversation: lines become jobs, jobs run side by side where they may, each gets its last line."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

import orjson

from imageparser import log
from imageparser.errors import ImageParserError, UsageError
from imageparser.ipc import ops
from imageparser.ipc.job import Job
from imageparser.ipc.protocol import VERSION
from imageparser.ipc.schedule import ASKING, BUSY, Live, Schedule
from imageparser.ipc.transport import MAX_LINE

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.facade import Library
    from imageparser.ipc.op import Op
    from imageparser.ipc.protocol import JobId

MAX_LIVE = 1000
MAX_ID = 1000
_BOM = b"\xef\xbb\xbf"
_SHOWN = 200


class Writer(Protocol):
    """Where the lines of a conversation go: to a reader elsewhere (`transport.LineWriter`), or to one in here."""

    def send(self, line: dict[str, Any], *, wait: bool = True) -> None:
        """Take a line; `wait` lets the caller wait where the reader is far behind."""

    def hurry(self) -> None:
        """Let nobody wait any more."""


class Session:
    """Takes lines in, keeps the jobs, and calls `on_end` when the input has ended and so has every job.

    Conversations of one process share a `schedule`, so that their jobs wait for each other where they must.
    """

    def __init__(
        self,
        writer: Writer,
        library: Callable[[], Library],
        on_end: Callable[[], None],
        schedule: Schedule | None = None,
    ) -> None:
        self._writer = writer
        self._library = library
        self._on_end = on_end
        self._lock = threading.Lock()
        self._live: dict[JobId, Live] = {}
        self._ended = self._left = self._told = False
        self._schedule = schedule or Schedule()
        self._pool = ThreadPoolExecutor(BUSY + ASKING, thread_name_prefix="ipc-job")

    def receive(self, line: bytes | None) -> None:
        """Take one line; None stands for one that was too long. Whatever it holds, nothing is raised."""
        try:
            self._receive(line)
        except Exception as error:  # noqa: BLE001  # the conversation goes on, whatever it was
            log.get("ipc").exception("a line could not be taken")
            self._refuse(f"job failed: {error}", code="internal")

    def take(self, message: dict[str, Any]) -> None:
        """Take one message of somebody in this process, who need not write it down."""
        self._take(message)

    def end_input(self) -> None:
        """Take no more lines; the jobs that are there run to their end."""
        with self._lock:
            self._ended = True
        self._conclude()

    def leave(self) -> None:
        """Nobody listens any more: cancel every job that has no name; the others go on unheard."""
        self._writer.hurry()
        with self._lock:
            self._left = True
            named = [live for live in self._live.values() if live.name is not None]
            going = [job_id for job_id, live in self._live.items() if live.name is None]
        for live in named:
            live.job.mute()
        self.end_input()
        for job_id in going:
            self._cancel(job_id)

    def stop(self) -> None:
        """Take no more lines and cancel every job."""
        self._writer.hurry()
        with self._lock:
            live = list(self._live)
        self.end_input()
        for job_id in live:
            self._cancel(job_id)

    def close(self) -> None:
        """Cancel what is left anywhere and wait for it: the end of the process has come."""
        self._schedule.close()

    def _receive(self, line: bytes | None) -> None:
        if line is None:
            self._refuse(f"line too long: more than {MAX_LINE} bytes", code="too_large")
            return
        line = line.removeprefix(_BOM).strip()
        if not line:
            return
        try:
            message = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            self._refuse(f"invalid json: {error}")
            return
        if not isinstance(message, dict):
            self._refuse("invalid message: not an object")
            return
        self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        kind: Any = message.get("type")
        job_id: Any = message.get("id")
        absent = job_id is None or job_id == ""
        if not absent and (fault := _fault_of(job_id)):
            self._refuse(fault)
        elif kind not in ("run", "cancel") or (kind == "cancel" and absent):
            self._refuse("invalid message type", job_id)
        elif absent:
            self._refuse("job id is required")
        elif kind == "cancel":
            if not self._cancel(job_id):
                self._refuse(f"unknown job: {_shown(job_id)}", job_id, code="not_found")
        else:
            self._start(job_id, message)

    def _start(self, job_id: JobId, message: dict[str, Any]) -> None:
        name = message.get("op")
        op = ops.named(name) if isinstance(name, str) else None
        with self._lock:
            taken, full, ended = job_id in self._live, len(self._live) >= MAX_LIVE, self._ended
        keep = message.get("keep")
        if taken:
            self._refuse(f"duplicate job id: {_shown(job_id)}", job_id)
        elif keep is not None and not (isinstance(keep, str) and 0 < len(keep) <= MAX_ID):
            self._refuse("keep must be a name", job_id)
        elif op is None:
            self._refuse(f"unknown op: {_shown(name)}", job_id)
        elif full:
            self._refuse(f"too many jobs: more than {MAX_LIVE}", job_id)
        elif not ended:
            self._writer.send({"id": job_id, "type": "ack", "op": op.name, "version": VERSION})
            job = Job(op, job_id, self._writer.send, self._library, schedule=self._schedule)
            self._accept(job, op, message.get("payload"), keep)

    def _accept(self, job: Job, op: Op, value: object, name: str | None) -> None:
        try:
            payload = op.payload.read(value)
            claims = op.claims(payload)
        except ImageParserError as error:
            self._writer.send(job.fail(error))
            return
        except (OSError, ValueError) as error:
            self._writer.send(job.fail(UsageError(str(error))))
            return
        self._overtake(op, op.lane(payload))
        with self._lock:
            ended = self._ended
            if not ended:
                self._live[job.id] = live = Live(
                    job, payload, value, claims, self._run, self._pool, lambda: self._cancel(job.id), name
                )
                if name is not None:
                    self._schedule.board.begin(live)
                self._schedule.add(live)
        if ended:
            self._writer.send(job.end(cancelled=True))

    def _overtake(self, op: Op, lane: str | None) -> None:
        """Cancel what the same lane of an operation still works on: nobody waits for it any more."""
        if lane is None:
            return
        with self._lock:
            stale = [one.job.id for one in self._live.values() if one.job.op is op and op.lane(one.payload) == lane]
        for job_id in stale:
            self._cancel(job_id)

    def _run(self, live: Live) -> None:
        try:
            last = live.job.work_on(live.payload, live.value)
        except BaseException as error:  # noqa: BLE001  # no memory, for instance: the client still gets its last line
            last = live.job.fail(ImageParserError(f"job failed: {error!r}"))
        self._finish(live, last)

    def _finish(self, live: Live, last: dict[str, Any]) -> None:
        """Send the last line and free the id in one step: who has read the line may use the id again."""
        with self._lock:
            if live.name is not None:
                self._schedule.board.end(live, last)
            if live.name is None or not self._left:
                self._writer.send(last, wait=False)
            del self._live[live.job.id]
            self._schedule.remove(live)
        self._conclude()

    def _conclude(self) -> None:
        """End the conversation when nobody waits for a job of it, and its threads when it has none."""
        with self._lock:
            waits = any(live.name is None or not self._left for live in self._live.values())
            ends = self._ended and not waits and not self._told
            self._told = self._told or ends
            idle = self._ended and not self._live
        if idle:
            self._pool.shutdown(wait=False)
        if ends:
            self._on_end()

    def _cancel(self, job_id: JobId) -> bool:
        with self._lock:
            live = self._live.get(job_id)
            if live is None:
                return False
            live.job.cancel.cancel()
            if not self._schedule.withhold(live):
                return True
        self._finish(live, live.job.end(cancelled=True))
        return True

    def _refuse(self, message: str, job_id: JobId | None = None, *, code: str = "usage") -> None:
        """Answer a line that starts nothing; an id that belongs to a job is left out, since `error` would end it."""
        with self._lock:
            named = {} if job_id is None or job_id == "" or job_id in self._live else {"id": job_id}
        self._writer.send({**named, "type": "error", "message": message, "code": code, "version": VERSION})


def _fault_of(job_id: object) -> str | None:
    if isinstance(job_id, bool) or not isinstance(job_id, str | int):
        return "job id must be a string or an integer"
    if isinstance(job_id, str) and len(job_id) > MAX_ID:
        return f"job id is too long: more than {MAX_ID} characters"
    return None


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
