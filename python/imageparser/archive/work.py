"""One job that moves files: what was decided for each picture, planned as a whole, told or done."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imageparser.archive import disk, recovery
from imageparser.archive.apply import Applier
from imageparser.archive.checkpoint import Checkpoint, default_path
from imageparser.archive.journal import Journal
from imageparser.archive.plan import Planner
from imageparser.archive.report import Outcome, Status
from imageparser.archive.walk import Folders, pictures, shown
from imageparser.errors import CancelledError
from imageparser.library import journal as rows
from imageparser.library.journal import JobState, State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from imageparser.archive.journal import Request
    from imageparser.archive.plan import Wish
    from imageparser.archive.report import Report
    from imageparser.archive.walk import Picture
    from imageparser.library.connection import Database
    from imageparser.library.journal import Item

CHECKPOINT_STEP = 200


@dataclass(frozen=True, slots=True)
class Options:
    """What jobs that move files have in common; `preview` gives the thumbnail of a picture."""

    dry_run: bool = True
    resume_mode: bool = False
    resume_path: str | None = None
    checkpoint_step: int = CHECKPOINT_STEP
    preview: Callable[[str], str | None] | None = None


@dataclass(slots=True)
class Decision:
    """What is to become of a picture; without a wish it stays as it is."""

    picture: Picture
    status: Status
    message: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    wish: Wish | None = None


class Work:
    """A job from the look at its folder to its last result."""

    def __init__(self, database: Database, request: Request, options: Options, report: Report) -> None:
        self.folders = Folders()
        self.pictures: list[Picture] = []
        self.settled: set[str] = set()
        self.report = report
        self._database = database
        self._request = request
        self._options = options
        self._checkpoint: Checkpoint | None = None
        self._recovered: dict[str, str] = {}
        self._decisions: dict[str, Decision] = {}

    def look(self, *others: str) -> None:
        """Bring to its end what an earlier run has left, then see which pictures there are.

        `settled` are the paths of those that need no more work.

        `others` are folders beside the job's own in which it moves files.

        Raises:
            CancelledError: the report's token was raised.
        """
        done: set[str] = set()
        if not self._options.dry_run:
            self._take_up((self._request.folder, *others))
            done = self._open_checkpoint()
        self.pictures = pictures(self._request.folder, self.folders, self.report.cancel)
        self.report.begin(len(self.pictures))
        if done:
            known = [picture for picture in self.pictures if picture.path in done]
            self.report.passed(len(known), skipped=True)
            self.settled = {picture.path for picture in known}

    def carry_out(self, decisions: Sequence[Decision]) -> None:
        """Plan all that was decided, then tell it, and do it unless it is a dry run."""
        wishes = [decision.wish for decision in decisions if decision.wish is not None]
        plan = Planner(self.folders, self.pictures).plan(wishes)
        targets = iter(plan.targets)
        placed = [(decision, next(targets) if decision.wish else decision.picture.path) for decision in decisions]
        if self._options.dry_run:
            for decision, target in placed:
                self._stop_if_cancelled()
                self._tell(decision, target)
            return
        for decision, target in placed:
            if decision.wish is None or target is None:
                self._stop_if_cancelled()
                self._tell(decision, target)
        self._decisions = {decision.picture.path: decision for decision, target in placed if decision.wish and target}
        if plan.groups:
            self._apply(Journal.begin(self._database, self._request, plan.groups, plan.folders), self._settle)

    def end(self, *, whole: bool) -> None:
        """Close the checkpoint; it is removed when all is done."""
        if self._checkpoint is not None:
            self._checkpoint.close(remove=whole)

    def _take_up(self, folders: tuple[str, ...]) -> None:
        left = recovery.left_over(self._database, self._request, folders, resume=self._options.resume_mode)
        if left is None:
            return
        self.report.log(f"job {left.id} goes on")
        self._apply(left, lambda _: None)
        for item in left.items:
            if item.state is State.DONE and item.picture == item.number:
                self._recovered[item.target] = item.source

    def _open_checkpoint(self) -> set[str]:
        request, options = self._request, self._options
        if request.kind not in {"rename", "move"}:
            return set()
        path = options.resume_path or default_path(request.folder, request.kind)
        step = options.checkpoint_step
        self._checkpoint = Checkpoint(path, request.kind, request.digest, step, self.report.log)
        done = self._checkpoint.load() if options.resume_mode else set()
        self._checkpoint.begin(done)
        return done

    def _apply(self, job: Journal, settled: Callable[[list[Item]], None]) -> None:
        try:
            whole = Applier(job, self.report.cancel, settled).run()
            for folder in {os.path.dirname(item.target) for item in job.items}:
                disk.sync_folder(folder)
            disk.remove_empty(rows.folders(self._database.read(), job.id))
            job.finish(JobState.DONE if whole else JobState.CANCELLED)
        finally:
            job.leave()
        if not whole:
            raise CancelledError

    def _settle(self, group: list[Item]) -> None:
        """Tell what became of a picture that was to be moved."""
        item, *sides = group
        decision = self._decisions[item.source]
        if item.state is not State.DONE:
            code, _, _ = (item.message or "").partition(":")
            self._error(decision.picture.path, code, item.message)
            return
        left = [f"{shown(side.source)}: {side.message}" for side in sides if side.state is not State.DONE]
        if left:
            message = "; ".join(filter(None, (decision.message, *left)))
            decision = Decision(decision.picture, decision.status, message, decision.details, decision.wish)
        self._tell(decision, item.target)

    def _tell(self, decision: Decision, target: str | None) -> None:
        path = decision.picture.path
        if target is None:
            self._error(path, "exists", "target exists")
            return
        if decision.status in {Status.OK, Status.PARTIAL}:
            source = self._recovered.get(path, path) if target == path else path
            preview = self._preview(path if self._options.dry_run else target)
            self.report.result(
                Outcome(decision.status, shown(source), shown(target), decision.message, preview, decision.details)
            )
        else:
            preview = None if decision.status is Status.ERROR else self._preview(path)
            self.report.result(Outcome(decision.status, shown(path), None, decision.message, preview, decision.details))
        if self._checkpoint is not None and decision.status is not Status.ERROR:
            self._checkpoint.add(target)

    def _error(self, path: str, code: str, message: str | None) -> None:
        self.report.result(Outcome(Status.ERROR, shown(path), message=message, details={"code": code}))

    def _preview(self, path: str) -> str | None:
        return self._options.preview(path) if self._options.preview else None

    def _stop_if_cancelled(self) -> None:
        if self.report.cancel.cancelled:
            raise CancelledError
