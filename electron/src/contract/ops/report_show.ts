// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { ReportError } from "../shared";

/** The number of the report; without it the newest. */
export interface ReportShowPayload {
  report?: number | null;
}

/** The report with its lists. */
export interface ReportShowDone {
  id: number;
  kind: "index" | "scan";
  roots: string[];
  started_at: string;
  finished_at: string | null;
  elapsed_s: number | null;
  seen: number;
  added: number;
  changed: number;
  moved: number;
  gone: number;
  unchanged: number;
  skipped: number;
  failed: number;
  cancelled: boolean;
  error: ReportError | null;
  skips: ReportSkip[];
  failures: ReportFailure[];
  phases: Record<string, ReportPhase>;
  waiting: Record<string, ReportWait>;
}

/** A path that was left out, and why. */
export interface ReportSkip {
  path: string;
  code: string;
  reason: string;
}

/** A file that a phase (or the scan) could not do, and why. */
export interface ReportFailure {
  path: string;
  phase: string;
  code: string;
  reason: string;
}

/** How many files a phase has done, and how many it could not. */
export interface ReportPhase {
  done: number;
  failed: number;
}

/** With how many files a phase waits, and why. */
export interface ReportWait {
  files: number;
  code: string;
  reason: string;
}
