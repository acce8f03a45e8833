"""`undo`: take back a job that moved files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.archive import undo as archive
from imageparser.ipc.moving import forget_old
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import DEFAULT_STEP, Details, Done, Payload, Row, Step

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class UndoPayload(Payload):
    """The number of the job, as `journal_list` tells it."""

    job: Row
    dry_run: bool = True
    progress_step: Step = DEFAULT_STEP


class UndoDetails(Details):
    """The code of an ERROR."""

    code: str | None = None


class UndoDone(Done):
    """The job, and the job that took it back: null where nothing was changed."""

    job: Row
    undo: Row | None = None


@op("undo", payload=UndoPayload, done=UndoDone, details=UndoDetails, claims=lambda _: Claims(rows=("files",)))
def undo(job: Job, payload: UndoPayload) -> dict[str, int | None]:
    """Take back a job that moved files: each returns to where it was if that place is free."""
    done = archive.undo(job.library.database, archive.UndoRequest(payload.job, dry_run=payload.dry_run), job)
    forget_old(job, dry_run=payload.dry_run)
    return done
