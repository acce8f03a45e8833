// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which one. */
export interface TemplateDbDeletePayload {
  name: string;
}

/** Which one it was. */
export interface TemplateDbDeleteDone {
  name: string;
}
