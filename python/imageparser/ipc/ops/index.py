"""`index`: bring the library up to date with some folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.archive.report import Outcome, Status
from imageparser.errors import CancelledError
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Details, Done, PathText, Payload, Shape
from imageparser.library import tasks
from imageparser.pipeline import table
from imageparser.pipeline.progress import Latest
from imageparser.text import key_of

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.pipeline.progress import Progress


class IndexPayload(Payload):
    """Which folders; `phases` limits the work to some of P, MC, VV, MV, LV, `exclude` leaves out by pattern.

    `force` does everything again, `retry` what failed before. `layer_vectors` lets the library keep a visual vector of
    each layer from now on, or no more. `workers` null or 0 means one for each core.
    """

    folders: Annotated[list[PathText], Field(min_length=1)]
    phases: list[str] | None = None
    exclude: list[str] = Field(default_factory=list)
    force: bool = False
    retry: bool = False
    layer_vectors: bool | None = None
    workers: Annotated[int, Field(ge=0, le=1024)] = 0


class IndexDetails(Details):
    """Why a path was left out or failed: an error code, and the phase that could not do it."""

    code: str | None = None
    phase: str | None = None


class PhaseDid(Shape):
    """How many files a phase did in this run."""

    done: int
    failed: int


class PhaseWaits(Shape):
    """With how many files a phase waits for a server, and why."""

    files: int
    code: str
    reason: str


class IndexDone(Done):
    """What was found and done; each path that was left out or stands as failed has told so in a result of its own."""

    seen: int
    added: int
    changed: int
    moved: int
    gone: int
    unchanged: int
    skipped: int
    failed: int
    phases: dict[str, PhaseDid]
    waiting: dict[str, PhaseWaits]
    elapsed_s: float


@op(
    "index",
    payload=IndexPayload,
    details=IndexDetails,
    done=IndexDone,
    claims=lambda payload: Claims(folders=tuple(payload.folders), rows=("files",)),
)
def index(job: Job, payload: IndexPayload) -> dict[str, Any]:
    """Bring the library up to date with some folders: read what is new or changed, look at it, describe it."""
    if payload.retry:
        roots = [key_of(folder) for folder in payload.folders]
        job.library.database.write(lambda tx: tasks.retry(tx, roots))
    report = job.library.index(
        payload.folders,
        workers=payload.workers or None,
        phases=payload.phases,
        exclude=payload.exclude,
        force=payload.force,
        layer_vectors=payload.layer_vectors,
        progress=_Showing(job).show,
        cancel=job.cancel,
    )
    if job.cancel.cancelled:
        raise CancelledError
    job.begin(report["seen"] + len(report["skipped"]))
    for failed in report["failed"]:
        details = {"code": failed["code"], "phase": failed["phase"]}
        job.result(Outcome(Status.ERROR, failed["path"], message=failed["reason"], details=details))
    for left in report["skipped"]:
        job.result(Outcome(Status.SKIP, left["path"], message=left["reason"], details={"code": left["code"]}))
    job.passed(max(0, report["seen"] - len({failed["path"] for failed in report["failed"]})))
    counts = ("seen", "added", "changed", "moved", "gone", "unchanged", "phases", "waiting", "elapsed_s")
    told: dict[str, Any] = {name: report[name] for name in counts}  # type: ignore[literal-required]
    return {**told, "skipped": len(report["skipped"]), "failed": len(report["failed"])}


class _Showing:
    """Tells how far each phase is; the pictures that the first one has read can be searched for."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._latest = Latest(table.PHASES[0].id)

    def show(self, progress: Progress) -> None:
        self._latest.note(progress)
        self._job.advance(**self._latest.told())
