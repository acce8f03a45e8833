"""One job: its counters, its lines in their order, and exactly one last line."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any

from imageparser import _core, clock, log
from imageparser.archive.report import Status
from imageparser.errors import CancelledError, ImageParserError
from imageparser.ipc.protocol import DEFAULT_STEP, VERSION, unknown_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imageparser.archive.report import Outcome
    from imageparser.facade import Library
    from imageparser.ipc.op import Op
    from imageparser.ipc.protocol import JobId, Payload
    from imageparser.ipc.schedule import Schedule

    Line = dict[str, Any]

# Looked up once: a member of an enumeration is slow to reach, and there are as many results as pictures.
_ERROR, _SKIP = Status.ERROR, Status.SKIP
# Unknown fields that are named at most.
_NAMED = 20
# The latest items that failed, kept for those who ask from elsewhere.
_PROBLEMS = 50


class Job:
    """One run of one operation; what the operation is handed to tell of its work (`archive.report.Report`).

    An operation uses one job from one thread at a time; `cancel` may be raised from any.
    """

    def __init__(
        self,
        op: Op,
        job_id: JobId,
        send: Callable[[Line], None],
        library: Callable[[], Library],
        *,
        cancel: _core.CancelToken | None = None,
        schedule: Schedule | None = None,
    ) -> None:
        self.op = op
        self.id = job_id
        self.cancel = cancel or _core.CancelToken()
        self.schedule = schedule
        self.latest: Line = {}
        self.problems: deque[tuple[str, str]] = deque(maxlen=_PROBLEMS)
        self.failure: ImageParserError | None = None
        self.processed = self.errors = self.skipped = 0
        self._send = send
        self._library = library
        self._step = DEFAULT_STEP
        self._total: int | None = None
        self._told, self._due = 0, DEFAULT_STEP
        self._began = clock.monotonic()

    @property
    def library(self) -> Library:
        """The library, opened when it is first asked for."""
        return self._library()

    def begin(self, total: int) -> None:
        """Tell how many items there are; again, where more of them turn up."""
        self._total = total
        self._progress()

    def result(self, outcome: Outcome) -> None:
        """Tell what became of one item."""
        status, source, target, message, preview, details = outcome
        if status is _ERROR:
            self.errors += 1
            code = details.get("code")
            self.problems.append((source, f"{code}: {message}" if code else message or ""))
        elif status is _SKIP:
            self.skipped += 1
        line = {
            "id": self.id,
            "type": "result",
            "status": status,
            "source": source,
            "target": target,
            "message": message,
            "preview": preview,
            "version": VERSION,
        }
        if details:
            del line["version"]  # stays the last member
            line |= {**details, "version": VERSION}
        self._send(line)
        self.processed += 1
        if self.processed >= self._due:
            self._progress()

    def passed(self, count: int = 1, *, skipped: bool = False) -> None:
        """Count items that need no line of their own."""
        self.processed += count
        if skipped:
            self.skipped += count
        if self.processed >= self._due:
            self._progress()

    def advance(self, processed: int, total: int, errors: int, phases: list[dict[str, Any]]) -> None:
        """Tell how far something is that counts for itself; the counters of this job stay as they are."""
        counters = {"processed": processed, "total": max(total, processed), "errors": errors, "skipped": 0}
        self.latest = {**counters, "phases": phases}
        self._send(self._line("progress", **self.latest))

    def mute(self) -> None:
        """Tell nobody any more; the work goes on."""
        self._send = _nobody

    def log(self, message: str) -> None:
        """Tell a sentence for people who look for a cause."""
        self._send(self._line("log", message=message))

    def work(self, value: object) -> Line:
        """Read the payload, run the operation, send every line but the last and return that."""
        try:
            payload = self.op.payload.read(value)
        except ImageParserError as error:
            return self.fail(error)
        return self.work_on(payload, value)

    def work_on(self, payload: Payload, value: object) -> Line:
        """Run the operation on a payload that was read from `value`; see `work`."""
        self._began = clock.monotonic()
        self._due = self._step = getattr(payload, "progress_step", DEFAULT_STEP)
        if unknown := ", ".join(islice(unknown_fields(self.op.payload, value), _NAMED)):
            self.log(f"unknown fields ignored: {unknown}")
        try:
            found = self.op.run(self, payload)
        except CancelledError:
            return self.end(cancelled=True)
        except ImageParserError as error:
            return self.fail(error)
        except Exception as error:  # noqa: BLE001  # the client gets a line, whatever it was
            log.get("ipc").exception("%s failed", self.op.name)
            return self.fail(ImageParserError(f"job failed: {error}"))
        return self.end(found)

    def end(self, payload: Mapping[str, Any] | None = None, *, cancelled: bool = False) -> Line:
        """Send what comes before the last line of a job that has done its work or was cancelled; return the last."""
        if self._total is not None and self.processed != self._told:
            self._progress()
        self._elapsed()
        counters = {"processed": self.processed, "errors": self.errors, "skipped": self.skipped}
        told = {} if payload is None else {"payload": dict(payload)}
        return self._line("done", **counters, cancelled=cancelled, **told)

    def fail(self, error: ImageParserError) -> Line:
        """Send what comes before the last line of a job that could not be done; return the last."""
        self.failure = error
        self._elapsed()
        at_fault = {key: value for key, value in (("path", error.path), ("about", error.about)) if value}
        return self._line("error", message=str(error), code=error.code, **at_fault)

    def _elapsed(self) -> None:
        self.log(f"elapsed={clock.monotonic() - self._began:.2f}s")

    def _progress(self) -> None:
        self._told, self._due = self.processed, self.processed + self._step
        total = max(self._total or 0, self.processed)
        counters = {"processed": self.processed, "total": total, "errors": self.errors, "skipped": self.skipped}
        self.latest = {**self.latest, **counters}
        self._send(self._line("progress", **counters))

    def _line(self, kind: str, **members: Any) -> Line:
        return {"id": self.id, "type": kind, **members, "version": VERSION}


def _nobody(_line: dict[str, Any]) -> None:
    pass
