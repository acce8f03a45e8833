// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which model. */
export interface ModelsShowPayload {
  id: string;
}

/** The model. */
export interface ModelsShowDone {
  model: ModelAbout;
}

/** A model with everything that its entry and the record of its installation say. */
export interface ModelAbout {
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
  source: Record<string, unknown>;
  preprocess: Record<string, unknown>;
  prompt: Record<string, unknown>;
  answer: Record<string, unknown>;
  files: ModelFileLine[];
  folder: string;
  version_key: string;
  own: boolean;
}

/** One installed file of a model. */
export interface ModelFileLine {
  name: string;
  size: number;
  sha256: string;
}
