// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which ones; an empty text means any. */
export interface PresetDbListPayload {
  source_kind?: string | null;
  variable_name?: string | null;
}

/** The presets, the newest first. */
export interface PresetDbListDone {
  presets: ListedPreset[];
}

/** A preset without its values. */
export interface ListedPreset {
  id: number;
  name: string;
  source_kind: string;
  variable_name: string;
  updated_at: string;
}
