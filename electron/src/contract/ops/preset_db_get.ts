// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { PlainValue } from "../shared";

/** Which one. */
export interface PresetDbGetPayload {
  id: number;
}

/** The preset. */
export interface PresetDbGetDone {
  id: number;
  name: string;
  source_kind: string;
  variable_name: string;
  payload: PlainPreset;
  updated_at: string;
}

/** The values of one variable as they are kept; `source_kind` says what they came from. */
export interface PlainPreset {
  name: string;
  source_kind: string;
  variable_name: string;
  values: PlainValue[];
}
