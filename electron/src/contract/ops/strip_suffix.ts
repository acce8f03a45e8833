// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Where `@@@1` and the like are taken off. */
export interface StripSuffixPayload {
  folder: string;
  dry_run?: boolean | null;
  progress_step?: number | null;
}

/** The code of an ERROR. */
export interface StripSuffixDetails {
  code?: string | null;
}

/** What `undo` needs. */
export interface StripSuffixDone {
  job?: number | null;
}
