"""`backup_prune`: delete backups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import upkeep
from imageparser.ipc.examining import ListedBackup, told
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Text
from imageparser.library import backup_files

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class BackupPrunePayload(Payload):
    """The names of backups, else those that the settings keep no longer; `dry_run` deletes none."""

    names: list[Text] | None = None
    dry_run: bool = True


class BackupPruneDone(Done):
    """The backups that went, or would go."""

    removed: list[ListedBackup]


@op("backup_prune", payload=BackupPrunePayload, done=BackupPruneDone)
def backup_prune(job: Job, payload: BackupPrunePayload) -> dict[str, Any]:
    """Delete backups by name, or those beyond the days and weeks that are kept."""
    path = job.library.path
    if payload.names is None:
        going = upkeep.superfluous(path, job.library.settings)
    else:
        going = [backup_files.named(path, name) for name in payload.names]
    if not payload.dry_run:
        backup_files.remove(going)
    return {"removed": [told(one) for one in going]}
