// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which one. */
export interface PresetDbDeletePayload {
  id: number;
}

/** Which one it was. */
export interface PresetDbDeleteDone {
  id: number;
}
