// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which model. */
export interface ModelsRemovePayload {
  id: string;
}

/** How many bytes came free; the vectors and captions that it made stay. */
export interface ModelsRemoveDone {
  id: string;
  freed: number;
}
