// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Nothing is asked. */
export type ModelsStatusPayload = Record<string, never>;

/** Resident model processes of this program; measured numbers of each model's latest stay; who serves which slot. */
export interface ModelsStatusDone {
  resident: Record<string, unknown>[];
  measured: Record<string, unknown>[];
  serves: Record<string, string>;
}
