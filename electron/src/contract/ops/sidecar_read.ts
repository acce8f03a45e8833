// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The pictures, and who wins where both sides have changed: the later one, the library or the sidecar.

`sidecar` also brings back what was taken away in the library since. */
export interface SidecarReadPayload {
  ids?: number[] | null;
  query?: string | null;
  prefer?: "newer" | "library" | "sidecar" | null;
}

/** Sidecars that were read, pictures that changed, and ratings and labels that had changed on both sides.

`edits` are the numbers to take it back by. */
export interface SidecarReadDone {
  sidecars: number;
  changed: number;
  conflicts: number;
  edits: number[];
}
