// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which slot; none means all. */
export interface ModelsUnloadPayload {
  slot?: "VV" | "VT" | "MV" | "MC" | null;
}

/** The model processes that are still resident. */
export interface ModelsUnloadDone {
  resident: Record<string, unknown>[];
}
