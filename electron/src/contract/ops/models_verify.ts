// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which model. */
export interface ModelsVerifyPayload {
  id: string;
}

/** Nothing more than the common members. */
export type ModelsVerifyDetails = Record<string, never>;

/** Whether every file is what it was when the model was installed. */
export interface ModelsVerifyDone {
  id: string;
  ok: boolean;
}
