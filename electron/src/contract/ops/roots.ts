// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Nothing has to be said. */
export type RootsPayload = Record<string, never>;

/** The outermost folders by path; where the library is and where its thumbnails are. */
export interface RootsDone {
  roots: IndexedRoot[];
  library: string;
  thumbnails: string;
}

/** A folder: whether it is there now, what the library knows below it, and when it was last walked to the end.

`watched` says whether it is to be kept up to date by itself (`watch`). */
export interface IndexedRoot {
  path: string;
  exists: boolean;
  files: number;
  missing: number;
  bytes: number;
  failed: number;
  skipped: number;
  indexed_at: string | null;
  watched: boolean;
}
