// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which package; whose wording stands where the two differ, and where the pictures lie on this machine. */
export interface PackageImportPayload {
  path: string;
  policy?: "keep" | "replace" | "newest" | null;
  roots?: MappedRoot[] | null;
  dry_run?: boolean | null;
  progress_step?: number | null;
}

/** What was done, or would be: pictures that were not known, that were, and those with and without a file here.

`conflicts` counts by field, `unresolved` those in which the library's wording stands, `examples` are the first;
`folders` are those of this machine that pictures were linked below: an index run over them records their states.
`edits` are the changes of what is the user's own, to be taken back the last first. */
export interface PackageImportDone {
  package: string;
  dry_run: boolean;
  new: number;
  matched: number;
  relinked: number;
  away: number;
  vectors: number;
  thumbnails: number;
  marked: number;
  collections: number;
  added: number;
  presets: number;
  unresolved: number;
  conflicts: Record<string, number>;
  examples: PackageConflict[];
  edits: number[];
  folders: string[];
}

/** A folder of the machine that the package comes from, and where that is on this one. */
export interface MappedRoot {
  theirs: string;
  ours: string;
}

/** A field of which library and package say different things; without a picture it is one of a list. */
export interface PackageConflict {
  picture: number | null;
  field: string;
  ours: string;
  theirs: string;
  taken: boolean;
}
