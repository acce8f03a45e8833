"""The report of a run as the operations on reports tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from imageparser import clock
from imageparser.ipc.protocol import Done, Shape

if TYPE_CHECKING:
    from imageparser.library.runs import Run

COUNTS = ("seen", "added", "changed", "moved", "gone", "unchanged")


class ReportError(Shape):
    """What ended a run early."""

    code: str
    message: str
    path: str | None


class ListedReport(Done):
    """A run over some folders with its counts; `finished_at` is null where it was killed or is still under way.

    `skipped` and `failed` count paths that were left out and files that could not be done; `error` ended the run, or
    somebody did (`cancelled`).
    """

    id: int
    kind: Literal["index", "scan"]
    roots: list[str]
    started_at: str
    finished_at: str | None
    elapsed_s: float | None
    seen: int
    added: int
    changed: int
    moved: int
    gone: int
    unchanged: int
    skipped: int
    failed: int
    cancelled: bool
    error: ReportError | None


def listed(run: Run) -> dict[str, Any]:
    """Return a run in the form of ListedReport; the lists of a whole report count as their lengths."""
    report = run.report or {}
    error = report.get("error")
    stopped = bool(report.get("cancelled")) or (error or {}).get("code") == "cancelled"
    return {
        "id": run.id,
        "kind": run.kind,
        "roots": run.roots,
        "started_at": clock.iso(run.started_at),
        "finished_at": None if run.finished_at is None else clock.iso(run.finished_at),
        "elapsed_s": report.get("elapsed_s"),
        **{name: report.get(name) or 0 for name in COUNTS},
        **{name: _length(report.get(name)) for name in ("skipped", "failed")},
        "cancelled": stopped,
        "error": None if stopped else error,
    }


def _length(value: list[Any] | int | None) -> int:
    return len(value) if isinstance(value, list) else value or 0
