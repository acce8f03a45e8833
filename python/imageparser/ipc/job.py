"""One job: its counters, its lines in their order, and exactly one last line."""

from __future__ import annotations

import traceback
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

    Line = dict[str, Any]


class Job:
    """One run of one operation; what the operation is handed to tell of its work (`archive.report.Report`).

    An operation uses one job from one thread at a time; `cancel` may be raised from any.
    """

    def __init__(self, op: Op, job_id: JobId, send: Callable[[Line], None], library: Callable[[], Library]) -> None:
        self.op = op
        self.id = job_id
        self.cancel = _core.CancelToken()
        self.processed = self.errors = self.skipped = 0
        self._send = send
        self._library = library
        self._step = DEFAULT_STEP
        self._total: int | None = None
        self._told = -1
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
        status = outcome.status
        if status is Status.ERROR:
            self.errors += 1
        elif status is Status.SKIP:
            self.skipped += 1
        self._send(
            {
                "id": self.id,
                "type": "result",
                "status": status.value,
                "source": outcome.source,
                "target": outcome.target,
                "message": outcome.message,
                "preview": outcome.preview,
                **outcome.details,
                "version": VERSION,
            }
        )
        self.processed += 1
        if self.processed - self._told >= self._step:
            self._progress()

    def passed(self, count: int = 1, *, skipped: bool = False) -> None:
        """Count items that need no line of their own."""
        self.processed += count
        if skipped:
            self.skipped += count
        if self.processed - self._told >= self._step:
            self._progress()

    def log(self, message: str) -> None:
        """Tell a sentence for people who look for a cause."""
        self._line("log", message=message)

    def work(self, value: object) -> Line:
        """Read the payload, run the operation and send every line up to the last one, which is returned."""
        self._began = clock.monotonic()
        try:
            payload = self.op.payload.read(value)
            return self.work_on(payload, value)
        except ImageParserError as error:
            return self.fail(error)

    def work_on(self, payload: Payload, value: object = None) -> Line:
        """Run the operation on a payload that was read from `value`."""
        self._step = getattr(payload, "progress_step", DEFAULT_STEP)
        if unknown := ", ".join(unknown_fields(self.op.payload, value)):
            self.log(f"unknown fields ignored: {unknown}")
        try:
            found = self.op.run(self, payload)
        except CancelledError:
            return self.end(cancelled=True)
        except ImageParserError as error:
            return self.fail(error)
        except Exception as error:  # noqa: BLE001  # the client gets a line whatever it was
            log.get("ipc").error("%s", "".join(traceback.format_exception(error)))
            return self.fail(ImageParserError(f"job failed: {error}"))
        return self.end(found)

    def end(self, payload: Mapping[str, Any] | None = None, *, cancelled: bool = False) -> Line:
        """Send the last lines of a job that has done its work or was cancelled."""
        if self._total is not None and self.processed != self._told:
            self._progress()
        self._elapsed()
        counters = {"processed": self.processed, "errors": self.errors, "skipped": self.skipped}
        told = {} if payload is None else {"payload": dict(payload)}
        return self._line("done", **counters, cancelled=cancelled, **told)

    def fail(self, error: ImageParserError) -> Line:
        """Send the last lines of a job that could not be done."""
        self._elapsed()
        return self._line("error", message=str(error), code=error.code)

    def _elapsed(self) -> None:
        self.log(f"elapsed={clock.monotonic() - self._began:.2f}s")

    def _progress(self) -> None:
        self._told = self.processed
        total = max(self._total or 0, self.processed)
        self._line("progress", processed=self.processed, total=total, errors=self.errors, skipped=self.skipped)

    def _line(self, kind: str, **members: Any) -> Line:
        line = {"id": self.id, "type": kind, **members, "version": VERSION}
        self._send(line)
        return line
