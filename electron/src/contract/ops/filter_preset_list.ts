// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Nothing is asked. */
export type FilterPresetListPayload = Record<string, never>;

/** The presets by name; the list as such can be imported elsewhere. */
export interface FilterPresetListDone {
  presets: ListedFilterPreset[];
}

/** A query under a name. */
export interface ListedFilterPreset {
  id: number;
  name: string;
  query: string;
  created_at: string;
  updated_at: string;
}
