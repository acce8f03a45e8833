import type { Operations, OpName, PhaseProgress, ResultLine } from "../contract";

export type PayloadOf<O extends OpName> = Operations[O]["payload"];

/** A result line with the members that the operation adds to it. */
export type ResultOf<O extends OpName> = ResultLine &
  (Operations[O]["details"] extends null ? unknown : Operations[O]["details"]);

/** How far a job is. */
export interface Progress {
  processed: number;
  total: number;
  errors: number;
  skipped: number;
  /** The phases of an index run. */
  phases?: PhaseProgress[] | null;
}

/** What a job that ran to its end gives: its counters and what the operation tells beside them. */
export interface DoneOf<O extends OpName> {
  processed: number;
  errors: number;
  skipped: number;
  payload: Operations[O]["done"];
}

export interface RunOptions<O extends OpName> {
  onResult?: (line: ResultOf<O>) => void;
  onProgress?: (progress: Progress) => void;
  onLog?: (message: string) => void;
  signal?: AbortSignal;
  /** A name under which the job goes on when nobody listens any more. */
  keep?: string;
}

interface AtFault {
  path: string | null;
  about: string | null;
}

/** An operation failed; `code` is one of the back end's error codes, or `offline` where it went away. */
export class OperationError extends Error {
  override readonly name: string = "OperationError";
  readonly code: string;
  /** The file or folder at fault. */
  readonly path: string | null;
  /** The name of another thing at fault, such as a model. */
  readonly about: string | null;

  constructor(code: string, message: string, { path = null, about = null }: Partial<AtFault> = {}) {
    super(message);
    this.code = code;
    this.path = path;
    this.about = about;
  }
}

/** The job was cancelled; the counters say how far it came. Its name is what fetch and TanStack Query look for. */
export class CancelledError extends OperationError {
  override readonly name = "AbortError";
  readonly counters: Pick<Progress, "processed" | "errors" | "skipped">;

  constructor(counters: CancelledError["counters"]) {
    super("cancelled", "cancelled");
    this.counters = counters;
  }
}
