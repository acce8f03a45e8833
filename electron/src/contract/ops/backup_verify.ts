// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The name of one backup, else all. */
export interface BackupVerifyPayload {
  name?: string | null;
}

/** Nothing more than the common members. */
export type BackupVerifyDetails = Record<string, never>;

/** How many are sound, and how many damaged. */
export interface BackupVerifyDone {
  sound: number;
  damaged: number;
}
