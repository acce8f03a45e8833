// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** A new preset, or with `preset` another name or query for that one. */
export interface FilterPresetSavePayload {
  preset?: number | null;
  name?: string | null;
  query?: string | null;
}

/** The number of the preset. */
export interface FilterPresetSaveDone {
  preset: number;
  edit: number | null;
}
