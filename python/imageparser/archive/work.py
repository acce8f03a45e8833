"""One job that moves files: what was decided for each picture, planned as a whole, told or done."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from imageparser.archive import recovery, tags
from imageparser.archive.apply import Applier
from imageparser.archive.checkpoint import Checkpoint, default_path
from imageparser.archive.journal import Journal
from imageparser.archive.plan import Planner
from imageparser.archive.report import Outcome, Status
from imageparser.archive.walk import Folders, pictures, shown
from imageparser.errors import CancelledError
from imageparser.intake import disk
from imageparser.library import journal as rows
from imageparser.library.journal import JobState, State
from imageparser.settings import ScanSettings
from imageparser.text import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from imageparser.archive.journal import Request
    from imageparser.archive.plan import Wish
    from imageparser.archive.report import Report
    from imageparser.archive.tags import Tags
    from imageparser.archive.walk import Picture
    from imageparser.library.connection import Database
    from imageparser.library.journal import Item

CHECKPOINT_STEP = 200
_NO_DETAILS: Mapping[str, Any] = MappingProxyType({})
PREVIEWS = 64  # results that may wait for their previews, which are made together


@dataclass(frozen=True, slots=True)
class Options:
    """What jobs that move files have in common; `previews` gives the thumbnails of some pictures, `prune` ends that."""

    dry_run: bool = True
    resume_mode: bool = False
    resume_path: str | None = None
    checkpoint_step: int = CHECKPOINT_STEP
    previews: Callable[[Sequence[Picture]], Sequence[str | None]] | None = None
    prune: Callable[[], object] | None = None
    walking: ScanSettings = field(default_factory=ScanSettings)


@dataclass(slots=True)
class Decision:
    """What is to become of a picture; without a wish it stays as it is."""

    picture: Picture
    status: Status
    message: str | None = None
    details: Mapping[str, Any] = field(default_factory=lambda: _NO_DETAILS)
    wish: Wish | None = None


class Work:
    """A job from the look at its folder to its last result."""

    def __init__(self, database: Database, request: Request, options: Options, report: Report) -> None:
        self.folders = Folders()
        self.pictures: list[Picture] = []
        self.settled: set[str] = set()
        self.job: int | None = None
        self.report = report
        self._database = database
        self._request = request
        self._options = options
        self._checkpoint: Checkpoint | None = None
        self._recovered: dict[str, str] = {}
        self._decisions: dict[str, Decision] = {}
        self._waiting: list[tuple[Outcome, Picture]] = []

    def look(self, *others: str) -> None:
        """Bring to its end what an earlier run has left, then see which pictures there are.

        `settled` are the paths of those that need no more work.

        `others` are folders beside the job's own in which it moves files.

        Raises:
            CancelledError: the report's token was raised.
        """
        self.recover(*others)
        done = set() if self._options.dry_run else self._open_checkpoint()
        self.pictures = pictures(self._request.folder, self.folders, self._options.walking, self.report.cancel)
        self.report.begin(len(self.pictures))
        if done:
            known = [picture for picture in self.pictures if picture.path in done]
            self.report.passed(len(known), skipped=True)
            self.settled = {picture.path for picture in known}

    def recover(self, *others: str) -> None:
        """Bring to its end what an earlier run has left in the job's folder and some others."""
        if not self._options.dry_run:
            self._take_up((self._request.folder, *others))

    def by_tags(
        self,
        decide: Callable[[Picture, Tags], Decision],
        wanted: frozenset[str],
        *,
        include_negative: bool,
        others: Sequence[str] = (),
    ) -> None:
        """Look, let `decide` say by the wanted tags of each picture what becomes of it, carry that out, and end.

        Raises:
            CancelledError: the report's token was raised.
        """
        whole = False
        try:
            self.look(*others)
            asked = [picture for picture in self.pictures if picture.path not in self.settled]
            found = tags.of_pictures(
                self._database, asked, wanted, include_negative=include_negative, cancel=self.report.cancel
            )
            self.carry_out([decide(picture, one) for picture, one in zip(asked, found, strict=True)])
            whole = True
        finally:
            self.end(whole=whole)

    def carry_out(self, decisions: Sequence[Decision]) -> None:
        """Plan all that was decided, then tell it, and do it unless it is a dry run."""
        wishes = [decision.wish for decision in decisions if decision.wish is not None]
        plan = Planner(self.folders, self.pictures).plan(wishes)
        targets = iter(plan.targets)
        placed = [(decision, next(targets) if decision.wish else decision.picture.path) for decision in decisions]
        for decision, target in placed:
            if self._options.dry_run or decision.wish is None or target is None:
                self._stop_if_cancelled()
                self._tell(decision, target)
        self._flush()
        if not self._options.dry_run and plan.groups:
            self._decisions = {one.picture.path: one for one, target in placed if one.wish and target}
            self._apply(Journal.begin(self._database, self._request, plan.groups, plan.folders), self._settle)
            self._flush()

    def end(self, *, whole: bool) -> None:
        """Close the checkpoint, which is removed when all is done, and bring the previews within their limits."""
        if self._options.prune is not None:
            self._options.prune()
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
        self.job = job.id
        try:
            whole = Applier(job, self.report.cancel, settled).run()
            for folder in {os.path.dirname(item.target) for item in job.items}:
                disk.sync_folder(folder)
            disk.remove_empty(rows.folders(self._database.read(), job.id))
            job.finish(JobState.DONE if whole else JobState.CANCELLED)
        finally:
            job.leave()
        if not whole:
            self._flush()
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
        source, told = path, None
        if decision.status in {Status.OK, Status.PARTIAL}:
            source, told = self._recovered.get(path, path) if target == path else path, shown(target)
        outcome = Outcome(decision.status, shown(source), told, decision.message, details=decision.details)
        if self._options.previews is None or decision.status in {Status.ERROR, Status.SKIP}:
            self.report.result(outcome)
        else:
            self._waiting.append((outcome, self._after(decision.picture, target)))
            if len(self._waiting) >= PREVIEWS:
                self._flush()
        if self._checkpoint is not None and decision.status is not Status.ERROR:
            self._checkpoint.add(target)

    def _after(self, picture: Picture, target: str) -> Picture:
        """Return a picture as it is found once its decision is carried out."""
        if self._options.dry_run or target == picture.path:
            return picture
        folder, name = os.path.split(target)
        stem, tail = os.path.splitext(name)
        return replace(picture, folder=folder, name=name, stem=stem, tail=tail, key=key_of(target))

    def _flush(self) -> None:
        """Tell the results that wait for their previews; none are made any more for a job that is cancelled."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        previews: Sequence[str | None] = [None] * len(waiting)
        if self._options.previews is not None and not self.report.cancel.cancelled:
            with contextlib.suppress(CancelledError):
                previews = self._options.previews([picture for _, picture in waiting])
        for (told, _), preview in zip(waiting, previews, strict=True):
            self.report.result(Outcome(told.status, told.source, told.target, told.message, preview, told.details))

    def _error(self, path: str, code: str, message: str | None) -> None:
        self.report.result(Outcome(Status.ERROR, shown(path), message=message, details={"code": code}))

    def _stop_if_cancelled(self) -> None:
        if self.report.cancel.cancelled:
            raise CancelledError
