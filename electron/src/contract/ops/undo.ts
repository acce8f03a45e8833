// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The number of the job, as `journal_list` tells it. */
export interface UndoPayload {
  job: number;
  dry_run?: boolean | null;
  progress_step?: number | null;
}

/** The code of an ERROR. */
export interface UndoDetails {
  code?: string | null;
}

/** The job, and the job that took it back: null where nothing was changed. */
export interface UndoDone {
  job: number;
  undo?: number | null;
}
