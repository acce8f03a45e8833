// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { PlainTemplate } from "../shared";

/** Which file. */
export interface PresetLoadPayload {
  path: string;
}

/** The template and where it came from. */
export interface PresetLoadDone {
  preset: PlainTemplate;
  path: string;
}
