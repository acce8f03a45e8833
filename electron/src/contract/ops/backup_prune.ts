// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { ListedBackup } from "../shared";

/** The names of backups, else those that the settings keep no longer; `dry_run` deletes none. */
export interface BackupPrunePayload {
  names?: string[] | null;
  dry_run?: boolean | null;
}

/** The backups that went, or would go. */
export interface BackupPruneDone {
  removed: ListedBackup[];
}
