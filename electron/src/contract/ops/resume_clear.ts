// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which one: that of a folder and a kind of job, or the one at `path`. */
export interface ResumeClearPayload {
  folder?: string | null;
  kind?: "rename" | "move" | null;
  path?: string | null;
}

/** Where it was or would be, and whether it was there. */
export interface ResumeClearDone {
  path: string;
  removed: boolean;
}
