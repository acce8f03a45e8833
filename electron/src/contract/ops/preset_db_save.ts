// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { Value } from "../shared";

/** The preset. */
export interface PresetDbSavePayload {
  preset: Preset;
}

/** Where it is kept. */
export interface PresetDbSaveDone {
  id: number;
  name: string;
}

/** The values of one variable; with an `id` it takes the place of that preset. */
export interface Preset {
  id?: number | null;
  name?: string | null;
  source_kind?: string | null;
  variable_name?: string | null;
  values?: Value[] | null;
}
