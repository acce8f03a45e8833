// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { SettingLine } from "../shared";

/** Nothing is asked. */
export type SettingsGetPayload = Record<string, never>;

/** The settings of this machine, then those that the library keeps itself; the file that is written. */
export interface SettingsGetDone {
  settings: SettingLine[];
  file: string;
}
