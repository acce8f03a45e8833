// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The number of the change, else the latest; with `redo` one that was taken back is made again. */
export interface EditUndoPayload {
  edit?: number | null;
  redo?: boolean | null;
}

/** The change; `left` rows were changed again since and stayed as they are. */
export interface EditUndoDone {
  edit: number;
  kind: string;
  left: number;
}
