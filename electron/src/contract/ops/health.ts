// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { HealthDisk, HealthFailure, HealthFinding, HealthService, HealthSkip } from "../shared";

/** `limit` examples of each finding; with `quick` nothing is read whole: neither the library file nor thumbnails. */
export interface HealthPayload {
  limit?: number | null;
  quick?: boolean | null;
}

/** How the library is. */
export interface HealthDone {
  library: string;
  ok: boolean;
  findings: HealthFinding[];
  notices: HealthFinding[];
  failures: HealthFailure[];
  skipped: HealthSkip[];
  build: Record<string, number | string | boolean>;
  disk: HealthDisk;
  serving: HealthService[];
}
