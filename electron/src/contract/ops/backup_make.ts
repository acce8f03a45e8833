// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { ListedBackup } from "../shared";

/** Nothing is asked. */
export type BackupMakePayload = Record<string, never>;

/** The backup; it stays until it is deleted by its name. */
export interface BackupMakeDone {
  backup: ListedBackup;
}
