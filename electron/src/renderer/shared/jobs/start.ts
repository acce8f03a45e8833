import type { OpName } from "@contract";
import { bridge, CancelledError, type DoneOf, type PayloadOf, type ResultOf } from "../bridge";
import { forget, tellError } from "../data";
import { failureOf, text } from "../text";
import { tell } from "../ui";
import { changed } from "./changed";
import { LASTING, PAGE } from "./names";
import { add, runningJob, update, useJobs, withProblem } from "./store";

export interface Start<O extends OpName> {
  title: string;
  subject?: string;
  /** What the job changes on the screen; asked for anew while it runs and when it has ended. */
  refreshes?: readonly OpName[];
  /** What a toast says when it is done; nothing where it is left out. */
  told?: (done: DoneOf<O>) => string;
  onResult?: (line: ResultOf<O>) => void;
  /** Whether it goes on when this page goes away; what changes something does, unless it only tells what it would. */
  lasts?: boolean;
}

const REFRESH_MS = 2000;
let last = 0;

/** Run a long operation as a job that the activity screen shows; null where it failed, was stopped or runs already. */
export async function startJob<O extends OpName>(
  op: O,
  payload: PayloadOf<O>,
  options: Start<O>,
): Promise<DoneOf<O> | null> {
  const { title, subject = "", refreshes = [], told, onResult } = options;
  const { lasts = LASTING.has(op) && !("dry_run" in payload && payload.dry_run !== false) } = options;
  if (runningJob(useJobs.getState().jobs, op, subject)) return null;
  const id = ++last;
  const name = lasts ? `${PAGE}:${id}` : "";
  const ending = new AbortController();
  add({
    ...{ name, place: "here" },
    ...{ id, op, title, subject, started: Date.now(), ended: null, state: "running", error: null },
    ...{ processed: 0, total: 0, errors: 0, skipped: 0, phases: [], problems: [] },
    stop: () => ending.abort(),
    again: () => void startJob(op, payload, options),
  });
  const timer = refreshes.length > 0 ? setInterval(() => forget(refreshes), REFRESH_MS) : undefined;
  try {
    const done = await bridge.run(op, payload, {
      signal: ending.signal,
      ...(lasts ? { keep: name } : {}),
      // The line has members of its own, such as the number under which the back end knows the job.
      onProgress: ({ processed, total, errors, skipped, phases }) =>
        update(id, () => ({ processed, total, errors, skipped, ...(phases ? { phases } : {}) })),
      onResult: (line) => {
        if (line.status === "ERROR") {
          update(id, (job) => withProblem(job, { path: line.source, reason: reasonOf(line) }));
        }
        onResult?.(line);
      },
    });
    const { processed, errors, skipped } = done;
    update(id, () => ({ state: "done", processed, errors, skipped }));
    if (told) tell({ message: told(done) });
    return done;
  } catch (error) {
    fail(id, title, error);
    return null;
  } finally {
    clearInterval(timer);
    update(id, () => ({ ended: Date.now() }));
    forget(refreshes);
    if (lasts) changed(Date.now());
  }
}

/** The sentence of a line, behind its code where it has one of its own. */
function reasonOf(line: { message: string | null; code?: unknown }): string {
  const { message, code } = line;
  return typeof code === "string" && code ? `${code}: ${message ?? ""}` : (message ?? "");
}

function fail(id: number, title: string, error: unknown): void {
  if (error instanceof CancelledError) {
    update(id, () => ({ state: "cancelled", ...error.counters }));
    tell({ message: text("app.jobs.stopped", { title }) });
    return;
  }
  update(id, () => ({ state: "failed", error: failureOf(error) }));
  tellError(error);
}
