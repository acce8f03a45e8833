// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The pictures, and how their tags are written: between commas, blanks or on lines, with `_` for blanks if wished.

With `kinds` a tag below `artist`, `character` or the like is written `artist:name`. A file that is there stays, but
for `replace`, which keeps it as `.bak` beside the new one. `full` names the file `name.ext.txt`. With `dry_run`
nothing is written. */
export interface TagExportPayload {
  ids?: number[] | null;
  query?: string | null;
  folder?: string | null;
  sources?: ("user" | "model" | "file")[] | null;
  separator?: "comma" | "space" | "line" | null;
  underscores?: boolean | null;
  kinds?: boolean | null;
  replace?: boolean | null;
  full?: boolean | null;
  dry_run?: boolean | null;
}

/** What became of the file: new, replaced, same, exists or failed; and the text that it gets. */
export interface TagExportDetails {
  state: string;
  text: string;
}

/** How many files are new, replaced, as they were, left alone since there is one, and could not be written. */
export interface TagExportDone {
  new: number;
  replaced: number;
  same: number;
  exists: number;
  failed: number;
  without: number;
}
