// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Nothing is asked. */
export type ModelsListPayload = Record<string, never>;

/** The models: those of the package by tier, then the user's own. */
export interface ModelsListDone {
  models: ModelLine[];
}

/** One model; `package` means that an installed package brings it, `serves` tells the slots that it serves now.

`size` counts the bytes of its files, `memory_mb` is the memory that it is expected to take, `problem` says what is
wrong where `state` is `damaged`. */
export interface ModelLine {
  id: string;
  title: string;
  slots: ("VV" | "VT" | "MV" | "MC")[];
  tiers: string[];
  backend: string;
  dimension: number;
  licence: string;
  state: "package" | "installed" | "absent" | "damaged";
  problem: string;
  precision: string;
  precisions: string[];
  installed: ("fp32" | "fp16" | "int8")[];
  size: number;
  memory_mb: number;
  serves: ("VV" | "VT" | "MV" | "MC")[];
}
