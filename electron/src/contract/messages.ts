// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Ask for an operation; with `keep`, a name for it, the job goes on when the one who asked goes away (`jobs`). */
export interface Run {
  id: string | number;
  type: "run";
  op: string;
  payload?: Record<string, unknown> | null;
  keep?: string | null;
  version?: number | null;
}

/** Ask for the end of a job, queued or running. */
export interface Cancel {
  id: string | number;
  type: "cancel";
  version?: number | null;
}

/** The job was accepted. */
export interface AckLine {
  id: string | number;
  type: "ack";
  op: string;
  version: 1;
}

/** How far a job is, with its whole size; an index run tells its `phases`, and counts pictures that can be found. */
export interface ProgressLine {
  processed: number;
  errors: number;
  skipped: number;
  id: string | number;
  type: "progress";
  total: number;
  phases?: PhaseProgress[] | null;
  version: 1;
}

/** What became of one item. */
export interface ResultLine {
  id: string | number;
  type: "result";
  status: Status;
  source: string;
  target: string | null;
  message: string | null;
  preview: string | null;
  version: 1;
}

/** A sentence for people who look for a cause. */
export interface LogLine {
  id: string | number;
  type: "log";
  message: string;
  version: 1;
}

/** The job has ended; nothing more comes with its id. */
export interface DoneLine {
  processed: number;
  errors: number;
  skipped: number;
  id: string | number;
  type: "done";
  cancelled: boolean;
  payload?: Record<string, unknown> | null;
  version: 1;
}

/** The job has failed, or a line could not be understood; then there may be no `id`.

`path` is the file or folder at fault, `about` the name of another thing (a model); absent where there is none. */
export interface ErrorLine {
  id?: string | number | null;
  type: "error";
  message: string;
  code: string;
  path?: string | null;
  about?: string | null;
  version: 1;
}

/** How far one phase of an index run is; `rate` is files per second, `eta_s` the seconds that the rest takes.

`waiting` files are left for another run for the reason of `code`; `final` ends the phase. */
export interface PhaseProgress {
  phase: string;
  done: number;
  failed: number;
  total: number;
  rate: number;
  eta_s: number | null;
  waiting: number;
  code: string | null;
  final: boolean;
}

/** What became of one picture. */
export type Status = "OK" | "PARTIAL" | "UNKNOWN" | "CONFLICT" | "ERROR" | "SKIP";

export type Request = Run | Cancel;

export type Line = AckLine | ProgressLine | ResultLine | LogLine | DoneLine | ErrorLine;
