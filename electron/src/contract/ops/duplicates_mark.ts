// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Pictures of which no two are duplicates; without `apart` they may be so again. */
export interface DuplicatesMarkPayload {
  ids: number[];
  apart?: boolean | null;
}

/** How many pairs were marked, or are no longer. */
export interface DuplicatesMarkDone {
  changed: number;
  edit: number | null;
}
