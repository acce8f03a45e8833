// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { SettingLine } from "../shared";

/** What is to change: all of it, or where one value is wrong, nothing. */
export interface SettingsSetPayload {
  changes: SettingChange[];
}

/** The changed settings as they are now; their `counts` says when that is felt. */
export interface SettingsSetDone {
  settings: SettingLine[];
  file: string;
}

/** The key of a setting and its value; none at all resets it. */
export interface SettingChange {
  key: string;
  value?: string | number | boolean | string[] | null;
}
