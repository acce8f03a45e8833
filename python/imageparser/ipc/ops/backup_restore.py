"""`backup_restore`: put a backup in the place of what the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.examining import EVERYTHING, ListedBackup, copying, told
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Text
from imageparser.library import backup_files, backups

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class BackupRestorePayload(Payload):
    """The name of the backup; without it the newest, which after a restore is what was there before."""

    name: Text | None = None


class BackupRestoreDone(Done):
    """The backup that was put back, and the one that was made of the present before."""

    restored: ListedBackup
    before: ListedBackup


@op("backup_restore", payload=BackupRestorePayload, done=BackupRestoreDone, claims=lambda _: EVERYTHING)
def backup_restore(job: Job, payload: BackupRestorePayload) -> dict[str, Any]:
    """Put a backup back; what the library holds now is kept as another backup first."""
    path = job.library.path
    newest = next(iter(backup_files.listed(path)), None)
    chosen = newest if newest and payload.name is None else backup_files.named(path, payload.name or "")
    before = backups.restore(job.library.database, chosen, copying(job, copies=2))
    return {"restored": told(chosen), "before": told(before)}
