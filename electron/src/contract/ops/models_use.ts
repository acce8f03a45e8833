// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The id of a model, or the name of a tier; `slots` none means all that the model serves. */
export interface ModelsUsePayload {
  id: string;
  slots?: ("VV" | "MV" | "MC")[] | null;
}

/** Which model serves which slot, and how many pictures each phase has to do anew. */
export interface ModelsUseDone {
  serves: Record<string, string>;
  anew: Record<string, number>;
}
