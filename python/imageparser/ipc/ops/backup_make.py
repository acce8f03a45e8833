"""`backup_make`: copy the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.examining import ListedBackup, copying, told
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload
from imageparser.library import backup_files, backups

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class BackupMakePayload(Payload):
    """Nothing is asked."""


class BackupMakeDone(Done):
    """The backup; it stays until it is deleted by its name."""

    backup: ListedBackup


@op("backup_make", payload=BackupMakePayload, done=BackupMakeDone)
def backup_make(job: Job, _payload: BackupMakePayload) -> dict[str, Any]:
    """Make a backup of the library while it is in use."""
    return {"backup": told(backups.make(job.library.database, backup_files.ASKED, copying(job)))}
