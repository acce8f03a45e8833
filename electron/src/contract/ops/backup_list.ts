// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { ListedBackup } from "../shared";

/** Nothing is asked. */
export type BackupListPayload = Record<string, never>;

/** The folder of the backups, and those in it, the newest first. */
export interface BackupListDone {
  folder: string;
  backups: ListedBackup[];
}
