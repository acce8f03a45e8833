// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { HealthDisk, HealthFailure, HealthFinding, HealthService, HealthSkip } from "../shared";

/** Findings to mend by their codes, else all but those that have to be named; `dry_run` tells what would be done. */
export interface HealthRepairPayload {
  only?: string[] | null;
  dry_run?: boolean | null;
  limit?: number | null;
}

/** What was found and done; `ok` tells how the library is now, `backup` where it is kept as it was before. */
export interface HealthRepairDone {
  library: string;
  ok: boolean;
  findings: HealthFinding[];
  notices: HealthFinding[];
  failures: HealthFailure[];
  skipped: HealthSkip[];
  build: Record<string, number | string | boolean>;
  disk: HealthDisk;
  serving: HealthService[];
  backup: string | null;
}
