// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { Template } from "../shared";

/** Where, and what; a file that is there is replaced. */
export interface PresetSavePayload {
  path: string;
  preset: Template;
}

/** Where it was written. */
export interface PresetSaveDone {
  path: string;
}
