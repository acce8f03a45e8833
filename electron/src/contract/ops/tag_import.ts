// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The pictures whose tag files are read (`name.ext.txt`, else `name.txt`), and how.

Tags stand between commas, blanks or on lines; `auto` looks. `kinds` says what becomes of `artist:name`: `tree`
makes it a tag below `artist`, `drop` leaves the kind out, `keep` takes it into the name. `policy` is `add`, or
`replace`, which takes the user's other tags away. With `dry_run` nothing changes. */
export interface TagImportPayload {
  ids?: number[] | null;
  query?: string | null;
  folder?: string | null;
  separator?: "auto" | "comma" | "space" | "line" | null;
  kinds?: "tree" | "drop" | "keep" | null;
  policy?: "add" | "replace" | null;
  dry_run?: boolean | null;
}

/** The tags that the picture gets and those that it loses. */
export interface TagImportDetails {
  add: string[];
  remove: string[];
}

/** Tag files that were read, pictures without any, tags given and taken, and the tags that are new.

`edit` is the number to take it back by. */
export interface TagImportDone {
  files: number;
  without: number;
  added: number;
  removed: number;
  new_tags: string[];
  edit: number | null;
}
