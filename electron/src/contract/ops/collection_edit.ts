// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Pictures to `add` at the end of a collection, to `remove`, or to `place` in this order `before` another one. */
export interface CollectionEditPayload {
  ids?: number[] | null;
  query?: string | null;
  collection: number;
  action: "add" | "remove" | "place";
  before?: number | null;
}

/** How many pictures were added, removed or placed. */
export interface CollectionEditDone {
  changed: number;
  edit: number | null;
}
