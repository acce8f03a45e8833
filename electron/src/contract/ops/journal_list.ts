// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which jobs: those of one folder where it is given; `limit` 0 means 100. */
export interface JournalListPayload {
  folder?: string | null;
  limit?: number | null;
  offset?: number | null;
}

/** Jobs, the newest first, and how many there are without the limit. */
export interface JournalListDone {
  jobs: JournalJob[];
  total: number;
}

/** A job: how many pictures it was to move, has moved, could not move.

`state` is applying, done, cancelled, interrupted or undone; `undoes` the job that it took back. */
export interface JournalJob {
  id: number;
  kind: string;
  folder: string;
  state: string;
  items: number;
  done: number;
  failed: number;
  undoable: boolean;
  undoes: number | null;
  created_at: string;
  finished_at: string | null;
}
