"""Bring the library up to date with the prompts of a folder's pictures."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from imageparser import clock
from imageparser.archive.look import tell_skipped
from imageparser.archive.report import Outcome, Status
from imageparser.archive.thumbs import Marked, Preview, Thumbs
from imageparser.intake import prompts as intake
from imageparser.intake import sidecars
from imageparser.intake.walk import absolute_roots, walk
from imageparser.library import beats, postings, prompts, runs
from imageparser.text import key_of, path_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.archive.report import Report
    from imageparser.archive.thumbs import ThumbOptions
    from imageparser.intake.prompts import Taken
    from imageparser.intake.walk import Walked
    from imageparser.library.connection import Database
    from imageparser.settings import ScanSettings


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """Which folder is read, and how; `incremental` leaves out what was read before and has not changed.

    `reading` are the phases of an index run that read the files themselves; they look again at what has changed.
    """

    folder: str
    walking: ScanSettings
    incremental: bool = False
    commit_step: int = intake.COMMIT
    workers: int = 0
    thumbs: ThumbOptions | None = None
    reading: tuple[str, ...] = ()
    keep_reports: int = runs.KEPT


def scan(database: Database, request: ScanRequest, report: Report) -> None:
    """Walk the folder, read the prompts of what is to be read, store them and report each file, by path.

    Raises:
        NotFoundError: the folder does not exist.
        CancelledError: the job was cancelled; what was read by then is stored.
    """
    (root,) = absolute_roots([request.folder])
    folder, began, kept = key_of(root), clock.now_ms(), _Kept()
    run = database.write(lambda tx: runs.start(tx, [folder], began, kind=runs.SCAN, keep=request.keep_reports))
    beat = beats.Beat(database.path, runs.SCAN, [path_text(root)], began)
    with runs.noting(database, run, lambda: kept.as_dict(clock.now_ms() - began)), beat:
        _scan(database, request, root, report, kept)


@dataclass
class _Kept:
    """What the report of a run keeps."""

    counts: dict[str, int] = field(default_factory=dict)
    skipped: list[dict[str, str]] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)

    def as_dict(self, took_ms: int) -> dict[str, Any]:
        lists = {"skipped": self.skipped, "failed": self.failed}
        return {**self.counts, **lists, "elapsed_s": took_ms / 1000}


def _scan(database: Database, request: ScanRequest, root: bytes, report: Report, kept: _Kept) -> None:
    folder = key_of(root)
    _walk(database, request, root, report, kept)
    database.write(prompts.forget_older)
    if not request.incremental:
        database.write(lambda tx: prompts.reread(tx, folder))
    files = prompts.unread(database.read(), folder)
    total = prompts.count(database.read(), folder)
    report.begin(total)
    if total > len(files):
        report.passed(total - len(files), skipped=True)
    thumbs = Thumbs(request.thumbs, workers=request.workers, cancel=report.cancel) if request.thumbs else None
    batches = intake.read(
        database, files, cancel=report.cancel, threads=request.workers, commit_step=request.commit_step
    )
    try:
        for taken in batches:
            _tell(taken, thumbs, report, kept)
    finally:
        database.write(postings.settle)
    _read_sidecars(database, folder, report)
    if thumbs:
        thumbs.prune()


def _read_sidecars(database: Database, folder: str, report: Report) -> None:
    taken = sidecars.read_changed(database, [folder], cancel=report.cancel)
    if taken.read:
        report.log(f"sidecars: {taken.read}, changed pictures: {taken.changed}")
    for failed in taken.failed:
        report.log(f"sidecar left out: {path_text(failed.raw)}: {failed.code}: {failed.message}")


def _walk(database: Database, request: ScanRequest, root: bytes, report: Report, kept: _Kept) -> None:
    found = walk(
        database,
        [root],
        settings=request.walking,
        reading=request.reading,
        now_ms=clock.now_ms(),
        cancel=report.cancel,
        threads=request.workers,
    )
    kept.counts = {"seen": found.counts.seen, **asdict(found.counts)}
    kept.skipped = [{"path": skip.path, "code": skip.code, "reason": skip.reason} for skip in found.skipped]
    _tell_walk(found, report)


def _tell_walk(found: Walked, report: Report) -> None:
    counts = found.counts
    report.log(
        f"files: {counts.seen}, new: {counts.added}, changed: {counts.changed}, moved: {counts.moved}, "
        f"gone: {counts.gone}"
    )
    tell_skipped(found.skipped, report)


def _tell(taken: Sequence[Taken], thumbs: Thumbs | None, report: Report, kept: _Kept) -> None:
    marked = [Marked(one.file.key, one.file.raw, one.read.size, one.read.mtime_ns) for one in taken if one.read]
    previews = iter(thumbs.previews(marked) if thumbs else [Preview(None)] * len(marked))
    for one in taken:
        source = path_text(one.file.raw)
        if one.failure is not None or one.kept is None:
            message = f"{one.failure.code}: {one.failure.message}" if one.failure else None
            if one.failure is not None:
                reason = {"code": one.failure.code, "reason": one.failure.message}
                kept.failed.append({"path": source, "phase": runs.SCAN, **reason})
            report.result(Outcome(Status.ERROR, source, message=message))
            continue
        preview = next(previews)
        message = preview.message or (None if one.kept.name else "no metadata")
        details = {"generator": one.kept.name, "tags": one.kept.tags}
        report.result(Outcome(Status.OK, source, message=message, preview=preview.path, details=details))
