"""`backup_verify`: read backups whole and tell whether they are sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.archive.report import Outcome, Status
from imageparser.errors import CancelledError
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Details, Done, Payload, Text
from imageparser.library import backup_files, backups

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class BackupVerifyPayload(Payload):
    """The name of one backup, else all."""

    name: Text | None = None


class BackupVerifyDetails(Details):
    """Nothing more than the common members."""


class BackupVerifyDone(Done):
    """How many are sound, and how many damaged."""

    sound: int
    damaged: int


@op("backup_verify", payload=BackupVerifyPayload, done=BackupVerifyDone, details=BackupVerifyDetails)
def backup_verify(job: Job, payload: BackupVerifyPayload) -> dict[str, Any]:
    """Check backups, one result line for each."""
    path = job.library.path
    rows = backup_files.listed(path) if payload.name is None else [backup_files.named(path, payload.name)]
    job.begin(len(rows))
    for row in rows:
        if job.cancel.cancelled:
            raise CancelledError
        complaints = backups.verify(row)
        status = Status.ERROR if complaints else Status.OK
        job.result(Outcome(status, row.name, message=complaints[0] if complaints else None))
    return {"sound": len(rows) - job.errors, "damaged": job.errors}
