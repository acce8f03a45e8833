// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The pictures; without any, all whose sidecars are behind. With `dry_run` nothing is written. */
export interface SidecarWritePayload {
  ids?: number[] | null;
  query?: string | null;
  dry_run?: boolean | null;
}

/** What became of the sidecar: new, changed, the same, or nothing where there is none and nothing to say. */
export interface SidecarWriteDetails {
  state: string;
}

/** How many sidecars are new, changed, as they were, and could not be written. */
export interface SidecarWriteDone {
  new: number;
  changed: number;
  same: number;
  failed: number;
}
