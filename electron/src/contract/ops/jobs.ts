// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { PhaseProgress } from "../messages";

/** Nothing has to be said. */
export type JobsPayload = Record<string, never>;

/** Those that have not ended, then the latest that have. */
export interface JobsDone {
  jobs: NamedJob[];
}

/** A job that has a name (`keep` of its run): what it works on, how far it is or how it ended, its latest problems.

`waiting` stands behind another one that touches the same. A run of another process (`process:...`) can be seen but
not stopped; a scan has no numbers there. `code`, `message`, `path` and `about` say why it failed. */
export interface NamedJob {
  name: string;
  op: string;
  subject: string;
  state: "waiting" | "running" | "done" | "cancelled" | "failed";
  started_at: string;
  ended_at: string | null;
  processed: number;
  total: number;
  errors: number;
  skipped: number;
  phases: PhaseProgress[];
  problems: NamedProblem[];
  code: string | null;
  message: string | null;
  path: string | null;
  about: string | null;
}

/** An item that failed, and why. */
export interface NamedProblem {
  path: string;
  reason: string;
}
