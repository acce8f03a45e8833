// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The name of the job. */
export interface JobStopPayload {
  name: string;
}

/** How many jobs of this name were asked to end. */
export interface JobStopDone {
  stopped: number;
}
