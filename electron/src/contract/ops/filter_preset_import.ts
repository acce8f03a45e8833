// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** What `filter_preset_list` gave; one of the same name stays as it is, unless `replace`. */
export interface FilterPresetImportPayload {
  presets: CarriedPreset[];
  replace?: boolean | null;
}

/** How many were added, replaced or left out since their names are taken. */
export interface FilterPresetImportDone {
  added: number;
  replaced: number;
  kept: number;
  edit: number | null;
}

/** A query under a name. */
export interface CarriedPreset {
  name: string;
  query: string;
}
