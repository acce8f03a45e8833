"""`report_show`: one run with every path that it left out or could not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.op import op
from imageparser.ipc.protocol import Payload, Row, Shape
from imageparser.ipc.reporting import ListedReport, listed
from imageparser.library import runs

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class ReportShowPayload(Payload):
    """The number of the report; without it the newest."""

    report: Row | None = None


class ReportSkip(Shape):
    """A path that was left out, and why."""

    path: str
    code: str
    reason: str


class ReportFailure(Shape):
    """A file that a phase (or the scan) could not do, and why."""

    path: str
    phase: str
    code: str
    reason: str


class ReportPhase(Shape):
    """How many files a phase has done, and how many it could not."""

    done: int
    failed: int


class ReportWait(Shape):
    """With how many files a phase waits, and why."""

    files: int
    code: str
    reason: str


class ReportShowDone(ListedReport):
    """The report with its lists."""

    skips: list[ReportSkip]
    failures: list[ReportFailure]
    phases: dict[str, ReportPhase]
    waiting: dict[str, ReportWait]


@op("report_show", payload=ReportShowPayload, done=ReportShowDone)
def report_show(job: Job, payload: ReportShowPayload) -> dict[str, Any]:
    """Tell one run: when, which folders, what changed, and what was left out or failed with the reasons."""
    reader = job.library.database.read()
    with reader.snapshot():
        run = runs.newest(reader) if payload.report is None else runs.get(reader, payload.report)
    report = run.report or {}
    lists = {"skips": report.get("skipped", []), "failures": report.get("failed", [])}
    return {**listed(run), **lists, "phases": report.get("phases", {}), "waiting": report.get("waiting", {})}
