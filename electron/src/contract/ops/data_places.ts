// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Nothing is asked. */
export type DataPlacesPayload = Record<string, never>;

/** The places, the library first; `portable` is the folder that holds everything, where there is one. */
export interface DataPlacesDone {
  places: DataPlace[];
  portable: string | null;
}

/** A file or folder: `bytes` with all that is in it, `free` on its disk; `setting` is the key that moves it.

`why` it lies there: it is the usual place, or one in the portable folder; the settings file, the environment or a
command names it; or it is always beside the library. */
export interface DataPlace {
  name: "library" | "thumbnails" | "backups" | "settings" | "models" | "cache";
  path: string;
  exists: boolean;
  bytes: number;
  free: number;
  writable: boolean;
  setting: string;
  why: "default" | "portable" | "file" | "environment" | "argument" | "beside";
}
