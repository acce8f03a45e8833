// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** One `collection` with its pictures in their order, else all without them. */
export interface CollectionListPayload {
  collection?: number | null;
}

/** The collections in the user's order, each before those inside it; the pictures of the one that was asked for. */
export interface CollectionListDone {
  collections: ListedCollection[];
  pictures?: number[] | null;
}

/** A collection; `query` is that of a smart one. `files` counts its present pictures as of now.

`total` counts those of the collections inside it, too. */
export interface ListedCollection {
  id: number;
  parent: number | null;
  name: string;
  description: string;
  query: string | null;
  cover: number | null;
  files: number;
  total: number;
  created_at: string;
  updated_at: string;
}
