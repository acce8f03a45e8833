// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { ReportError } from "../shared";

/** `limit` reports after the first `offset`. */
export interface ReportListPayload {
  limit?: number | null;
  offset?: number | null;
}

/** The reports, and how many are kept. */
export interface ReportListDone {
  reports: ListedReport[];
  total: number;
}

/** A run over some folders with its counts; `finished_at` is null where it was killed or is still under way.

`skipped` and `failed` count paths that were left out and files that could not be done; `error` ended the run, or
somebody did (`cancelled`). */
export interface ListedReport {
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
}
