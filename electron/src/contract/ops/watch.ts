// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The folder to watch from now on, or with `on` false no more; without one nothing is changed. */
export interface WatchPayload {
  folder?: string | null;
  on?: boolean | null;
}

/** Every indexed folder. */
export interface WatchDone {
  folders: WatchedFolder[];
}

/** An indexed folder, whether it is to be watched, whether this process does so, and why it cannot (a code). */
export interface WatchedFolder {
  path: string;
  on: boolean;
  watching: boolean;
  fault: string | null;
}
