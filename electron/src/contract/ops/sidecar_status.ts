// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** `limit` failures are told; what the sidecars of `ids` said last is told, too. */
export interface SidecarStatusPayload {
  limit?: number | null;
  ids?: number[] | null;
}

/** When sidecars are written (the setting), how many pictures wait for that, and how many sidecars are known. */
export interface SidecarStatusDone {
  write: string;
  queued: number;
  unwritable: number;
  sidecars: number;
  unreadable: number;
  failures: SidecarFailure[];
  said: SidecarSaid[];
}

/** A picture whose sidecar could not be read or written (`doing`), and why. */
export interface SidecarFailure {
  id: number;
  path: string;
  doing: string;
  code: string;
  message: string;
}

/** What the sidecar of a picture said when it was last read or written; tags are paths. */
export interface SidecarSaid {
  id: number;
  path: string;
  rating: number | null;
  label: string | null;
  tags: string[][];
  title: string | null;
  description: string | null;
  waits: boolean;
}
