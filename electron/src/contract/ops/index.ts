// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which folders; `phases` limits the work to some of P, MC, VV, MV, LV, `exclude` leaves out by pattern.

`force` does everything again, `retry` what failed before. `layer_vectors` lets the library keep a visual vector of
each layer from now on, or no more. `workers` null or 0 means one for each core. */
export interface IndexPayload {
  folders: string[];
  phases?: string[] | null;
  exclude?: string[] | null;
  force?: boolean | null;
  retry?: boolean | null;
  layer_vectors?: boolean | null;
  workers?: number | null;
}

/** Why a path was left out or failed: an error code, and the phase that could not do it. */
export interface IndexDetails {
  code?: string | null;
  phase?: string | null;
}

/** What was found and done; each path that was left out or stands as failed has told so in a result of its own. */
export interface IndexDone {
  seen: number;
  added: number;
  changed: number;
  moved: number;
  gone: number;
  unchanged: number;
  skipped: number;
  failed: number;
  phases: Record<string, PhaseDid>;
  waiting: Record<string, PhaseWaits>;
  elapsed_s: number;
}

/** How many files a phase did in this run. */
export interface PhaseDid {
  done: number;
  failed: number;
}

/** With how many files a phase waits for a server, and why. */
export interface PhaseWaits {
  files: number;
  code: string;
  reason: string;
}
