"""`backup_list`: the copies of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.examining import ListedBackup, told
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload
from imageparser.library import backup_files

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class BackupListPayload(Payload):
    """Nothing is asked."""


class BackupListDone(Done):
    """The folder of the backups, and those in it, the newest first."""

    folder: str
    backups: list[ListedBackup]


@op("backup_list", payload=BackupListPayload, done=BackupListDone)
def backup_list(job: Job, _payload: BackupListPayload) -> dict[str, Any]:
    """List the backups of the library."""
    path = job.library.path
    return {"folder": str(backup_files.folder_of(path)), "backups": [told(one) for one in backup_files.listed(path)]}
