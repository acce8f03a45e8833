// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Tags to `add` to the pictures and to `remove` from them; tags of models and of the files stay. */
export interface TagEditPayload {
  ids?: number[] | null;
  query?: string | null;
  add?: string[] | null;
  remove?: string[] | null;
}

/** How many tags were given and taken. */
export interface TagEditDone {
  changed: number;
  edit: number | null;
}
