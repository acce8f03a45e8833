// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which one. */
export interface TagDeletePayload {
  tag: string;
}

/** How many pictures had it. */
export interface TagDeleteDone {
  changed: number;
  edit: number | null;
}
