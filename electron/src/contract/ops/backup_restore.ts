// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { ListedBackup } from "../shared";

/** The name of the backup; without it the newest, which after a restore is what was there before. */
export interface BackupRestorePayload {
  name?: string | null;
}

/** The backup that was put back, and the one that was made of the present before. */
export interface BackupRestoreDone {
  restored: ListedBackup;
  before: ListedBackup;
}
