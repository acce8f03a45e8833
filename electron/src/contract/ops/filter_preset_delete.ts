// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which one. */
export interface FilterPresetDeletePayload {
  preset: number;
}

/** Which one it was. */
export interface FilterPresetDeleteDone {
  preset: number;
  edit: number | null;
}
