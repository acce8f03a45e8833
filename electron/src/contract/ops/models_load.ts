// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which slot. */
export interface ModelsLoadPayload {
  slot: "VV" | "VT" | "MV" | "MC";
}

/** The resident model processes of this program. */
export interface ModelsLoadDone {
  resident: Record<string, unknown>[];
}
