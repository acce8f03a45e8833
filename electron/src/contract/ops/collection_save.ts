// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** A new collection, or with `collection` what is to change of that one; 0 for `parent` or `cover` means none.

It stands at the end of its place, or `before` another collection there; 0 for `before` puts it at the end.
With a `query` it is a smart one: its pictures are those that the query describes at any time. */
export interface CollectionSavePayload {
  collection?: number | null;
  name?: string | null;
  parent?: number | null;
  description?: string | null;
  query?: string | null;
  cover?: number | null;
  before?: number | null;
}

/** The number of the collection. */
export interface CollectionSaveDone {
  collection: number;
  edit: number | null;
}
