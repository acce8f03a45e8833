// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Nothing: there are thousands at most. */
export type TagListPayload = Record<string, never>;

/** Every tag of the user by name. */
export interface TagListDone {
  tags: UserTag[];
}

/** A tag of the user with its place in the tree and the number of present pictures that have it. */
export interface UserTag {
  name: string;
  parent: string | null;
  color: string | null;
  aliases: string[];
  files: number;
}
