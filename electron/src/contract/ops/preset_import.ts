// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { PlainValue, Problem } from "../shared";

/** The file, and which of its variables; without one the first that it offers. */
export interface PresetImportPayload {
  path: string;
  variable?: string | null;
}

/** The variable, the kind of file, every variable that the file offers, and what was wrong with entries. */
export interface PresetImportDone {
  variable_name: string | null;
  values: PlainValue[];
  source_kind: string;
  variables: string[];
  problems: Problem[];
}
