"""Take a job back: every file returns to where it was, under the same checks as on its way."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.archive import recovery
from imageparser.archive.apply import Applier, grouped
from imageparser.archive.journal import Journal, Request, is_at_work
from imageparser.archive.plan import Change, Group, missing, ordered
from imageparser.archive.report import Outcome, Status
from imageparser.archive.walk import Folders, Marks, marks_of, shown
from imageparser.errors import CancelledError, LibraryLockedError, NotFoundError, UsageError
from imageparser.intake import disk
from imageparser.library import journal as rows
from imageparser.library.journal import JobState, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.archive.report import Report
    from imageparser.library.connection import Database, Transaction
    from imageparser.library.journal import Item, JobRow


@dataclass(frozen=True, slots=True)
class UndoRequest:
    """Which job is to be taken back."""

    job: int
    dry_run: bool = True


def undo(library: Database, request: UndoRequest, report: Report) -> dict[str, int | None]:
    """Take a job back; a dry run, the default, only tells what would be done. Return the numbers of both jobs.

    Raises:
        NotFoundError: there is no such job.
        UsageError: it has been taken back already.
        LibraryLockedError: it is still at work.
        CancelledError: the report's token was raised.
    """
    job = _job(library, request.job)
    asked = Request("undo", os.path.abspath(job.folder), {"job": job.id}, undoes=job.id)
    if not request.dry_run:
        left = recovery.left_over(library, asked, (asked.folder,), resume=True)
        if left is not None:
            _apply(left, report, lambda _: None)
        job = _job(library, request.job)
    back = _Back(library, job)
    report.begin(len(back.groups))
    if request.dry_run:
        for outcome in back.foretold():
            if report.cancel.cancelled:
                raise CancelledError
            report.result(outcome)
        return {"job": job.id, "undo": None}
    return {"job": job.id, "undo": back.do(asked, report)}


def _job(library: Database, number: int) -> JobRow:
    job = rows.get(library.read(), number)
    if job is None:
        raise NotFoundError("job not found")
    if job.state == JobState.UNDONE:
        raise UsageError(f"job {number} has been undone already")
    if job.state == JobState.APPLYING and is_at_work(library, job):
        raise LibraryLockedError(f"job {number} is still at work")
    return job


class _Back:
    """The way back of one job, planned from the way it went."""

    def __init__(self, library: Database, job: JobRow) -> None:
        self._library = library
        self._job = job
        done = [item for item in rows.items(library.read(), job.id) if item.state is State.DONE]
        self.groups = [group for group in grouped(done) if group[0].picture == group[0].number]
        self._folders = Folders()
        self._refused: dict[int, Outcome] = {}
        self._going: list[list[Item]] = []
        self._check()

    def foretold(self) -> list[Outcome]:
        """Return what would become of each picture."""
        return [
            self._refused.get(group[0].number) or Outcome(Status.OK, shown(group[0].target), shown(group[0].source))
            for group in self.groups
        ]

    def do(self, request: Request, report: Report) -> int | None:
        """Bring the files back and return the number of the job that did it, None where nothing had to be done."""
        for group in self.groups:
            if (refused := self._refused.get(group[0].number)) is not None:
                report.result(refused)
        groups = ordered([Group([_reversed(item) for item in group]) for group in self._going])
        made, whole = None, not any(outcome.status is Status.ERROR for outcome in self._refused.values())
        if groups:
            targets = (os.path.dirname(change.target) for group in groups for change in group.changes)
            job = Journal.begin(self._library, request, groups, missing(targets))
            _apply(job, report, lambda group: report.result(_outcome(group)))
            made = job.id
            whole = whole and all(item.state is State.DONE for item in job.items)
        if whole:
            self._library.write(self._mark)
        disk.remove_empty(rows.folders(self._library.read(), self._job.id))
        return made

    def _mark(self, tx: Transaction) -> None:
        now = clock.now_ms()
        rows.finish(tx, self._job.id, JobState.UNDONE, now)
        if self._job.undoes is not None:  # what had been taken back stands again
            rows.finish(tx, self._job.undoes, JobState.DONE, now)

    def _check(self) -> None:
        """Find the pictures that cannot go back, or are back already."""
        for group in self.groups:
            if (reason := _reason(group)) is not None:
                self._refused[group[0].number] = reason
            else:
                self._going.append(group)
        while blocked := self._blocked():
            for group in blocked:
                self._going.remove(group)
                item = group[0]
                self._refused[item.number] = _error(item, "exists", "target exists")

    def _blocked(self) -> list[list[Item]]:
        """Return the groups whose old names have been taken by files that do not go back themselves.

        Names count as they are spelled: what lay side by side before may lie so again.
        """
        taken: dict[str, Counter[str]] = {}
        for group in self._going:
            for item in group:
                for path in (item.source, item.target):
                    folder = os.path.dirname(path)
                    if folder not in taken:
                        taken[folder] = Counter(self._folders.names(folder))
        for group in self._going:
            for item in group:
                folder, name = os.path.split(item.target)
                taken[folder][name] -= 1
        return [
            group
            for group in self._going
            if any(taken[os.path.dirname(i.source)][os.path.basename(i.source)] > 0 for i in group)
        ]


def _apply(job: Journal, report: Report, settled: Callable[[list[Item]], None]) -> None:
    try:
        whole = Applier(job, report.cancel, settled).run()
        job.finish(JobState.DONE if whole else JobState.CANCELLED)
    finally:
        job.leave()
    if not whole:
        raise CancelledError


def _reversed(item: Item) -> Change:
    return Change(item.target, item.source, Marks(item.size, item.mtime_ns, item.file_id))


def _reason(group: list[Item]) -> Outcome | None:
    item = group[0]
    marks = Marks(item.size, item.mtime_ns, item.file_id)
    now = marks_of(item.target)
    if now == marks:
        return None
    back = marks_of(item.source)
    if now is None and back is not None and back[:2] == marks[:2]:
        return Outcome(Status.SKIP, shown(item.source), shown(item.source), "is back already")
    if now is None:
        return _error(item, "not_found", "the file is gone")
    return _error(item, "changed", "the file has changed since it was looked at")


def _error(item: Item, code: str, message: str) -> Outcome:
    return Outcome(Status.ERROR, shown(item.target), message=f"{code}: {message}", details={"code": code})


def _outcome(group: list[Item]) -> Outcome:
    item, *sides = group
    if item.state is not State.DONE:
        code = (item.message or "").partition(":")[0]
        return Outcome(Status.ERROR, shown(item.source), message=item.message, details={"code": code})
    left = [f"{shown(side.source)}: {side.message}" for side in sides if side.state is not State.DONE]
    return Outcome(Status.OK, shown(item.source), shown(item.target), "; ".join(left) or None)
