// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { CollectionsFile } from "../shared";

/** Which ones, with all inside them; without numbers all. */
export interface CollectionExportPayload {
  collections?: number[] | null;
}

/** The file: pictures are named by the digests of their contents. */
export interface CollectionExportDone {
  file: CollectionsFile;
}
