// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** With `cloud` so many tags of the pictures that `query` describes (of all without one), from some sources.

Sources are `user`, `model` and `file`; without any, all of them. */
export interface TagListPayload {
  cloud?: number | null;
  query?: string | null;
  sources?: ("user" | "model" | "file")[] | null;
}

/** Every tag of the user by name, and those that occur most. */
export interface TagListDone {
  tags: UserTag[];
  cloud: CountedTag[];
}

/** A tag of the user with its place in the tree and the number of present pictures that have it. */
export interface UserTag {
  name: string;
  parent: string | null;
  color: string | null;
  aliases: string[];
  files: number;
}

/** A tag with the number of present pictures that have it. */
export interface CountedTag {
  tag: string;
  files: number;
}
