// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which one; those inside it go, too, the pictures stay. */
export interface CollectionDeletePayload {
  collection: number;
}

/** Which one it was. */
export interface CollectionDeleteDone {
  collection: number;
  edit: number | null;
}
