import type { ErrorLine, Line, OpName, Request } from "../contract";
import { CancelledError, type DoneOf, OperationError, type PayloadOf, type ResultOf, type RunOptions } from "./types";

interface Job {
  options: RunOptions<OpName>;
  resolve: (done: DoneOf<OpName>) => void;
  reject: (error: Error) => void;
  release: () => void;
}

function failureOf({ code, message, path, about }: ErrorLine): OperationError {
  return new OperationError(code, message, { path: path ?? null, about: about ?? null });
}

const NOTHING = { processed: 0, errors: 0, skipped: 0 };

/** Jobs over one conversation: requests go out through `send`, lines come in through `receive`. */
export class Client {
  readonly #send: (request: Request) => void;
  readonly #jobs = new Map<string, Job>();
  #next = 0;

  constructor(send: (request: Request) => void) {
    this.#send = send;
  }

  /** How many jobs have not ended. */
  get live(): number {
    return this.#jobs.size;
  }

  run<O extends OpName>(op: O, payload: PayloadOf<O>, options: RunOptions<O> = {}): Promise<DoneOf<O>> {
    const { signal, keep } = options;
    if (signal?.aborted) return Promise.reject(new CancelledError(NOTHING));
    const id = `${++this.#next}`;
    return new Promise<DoneOf<O>>((resolve, reject) => {
      const cancel = () => this.#send({ id, type: "cancel" });
      const release = () => signal?.removeEventListener("abort", cancel);
      signal?.addEventListener("abort", cancel);
      this.#jobs.set(id, { options, resolve, reject, release } as unknown as Job);
      try {
        const named = keep === undefined ? {} : { keep };
        this.#send({ id, type: "run", op, payload: payload as Record<string, unknown>, ...named });
      } catch (error) {
        this.#take(id)?.reject(error instanceof Error ? error : new OperationError("offline", String(error)));
      }
    });
  }

  /** Take a line of the back end; one of an unknown job or type is passed over, as the protocol asks. */
  receive(line: Line): void {
    const id = String(line.id ?? "");
    const job = this.#jobs.get(id);
    if (!job) return;
    const { options } = job;
    if (line.type === "progress") options.onProgress?.(line);
    else if (line.type === "result") options.onResult?.(line as ResultOf<OpName>);
    else if (line.type === "log") options.onLog?.(line.message);
    else if (line.type === "error") this.#take(id)?.reject(failureOf(line));
    else if (line.type === "done") {
      const { processed, errors, skipped } = line;
      this.#take(id);
      if (line.cancelled) job.reject(new CancelledError({ processed, errors, skipped }));
      else job.resolve({ processed, errors, skipped, payload: line.payload ?? null } as DoneOf<OpName>);
    }
  }

  /** End every job with an error: the back end went away. */
  fail(message: string): void {
    for (const id of [...this.#jobs.keys()]) this.#take(id)?.reject(new OperationError("offline", message));
  }

  #take(id: string): Job | undefined {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    job?.release();
    return job;
  }
}
