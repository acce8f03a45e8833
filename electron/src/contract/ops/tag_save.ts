// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The tag, made where there is none; what is given of it changes everywhere.

A new `name` leaves the old one as an alias; an empty `parent` or `color` takes that away. */
export interface TagSavePayload {
  tag: string;
  name?: string | null;
  parent?: string | null;
  color?: string | null;
  aliases?: string[] | null;
}

/** The tag as it is now. */
export interface TagSaveDone {
  name: string;
  parent: string | null;
  color: string | null;
  edit: number | null;
}
