// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { CollectionsFile } from "../shared";

/** The file that `collection_export` gave. */
export interface CollectionImportPayload {
  file: CollectionsFile;
}

/** How many collections were made or got more pictures; `lacking` pictures are not here, the first are named. */
export interface CollectionImportDone {
  created: number;
  merged: number;
  added: number;
  lacking: number;
  missing: MissingPicture[];
  edit: number | null;
}

/** A picture of a collection that this library does not have. */
export interface MissingPicture {
  collection: string;
  name: string;
  digest: string;
}
