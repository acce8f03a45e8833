// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** A folder, else all of them; `limit` problems after the first `offset`. */
export interface RootProblemsPayload {
  folder?: string | null;
  limit?: number | null;
  offset?: number | null;
}

/** The problems, failures first; how many there are of both kinds, and how many of each code. */
export interface RootProblemsDone {
  problems: RootProblem[];
  failed: number;
  skipped: number;
  codes: Record<string, number>;
}

/** A file that a phase could not do after so many attempts, or without phase a path that was left out; and why. */
export interface RootProblem {
  path: string;
  phase: string | null;
  code: string;
  reason: string;
  attempts: number;
}
