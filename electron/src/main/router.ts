import type { Line, OpName, Request } from "../contract";
import { OPERATIONS } from "../contract/names";
import { Client, type DoneOf, OperationError, type PayloadOf, type RunOptions } from "../protocol";
import type { Backend } from "./backend";

const KNOWN: ReadonlySet<string> = new Set(OPERATIONS);
const OWN = "main";

/** One window that speaks with the back end; `post` hands it a line. */
export interface Speaker {
  key: string;
  post: (line: Line) => void;
}

/** Sends each window's messages to the one back end under ids of their own, and its lines back to the window. */
export class Router {
  readonly #backend: Pick<Backend, "send">;
  readonly #speakers = new Map<string, Speaker>();
  readonly #live = new Map<string, Map<string | number, boolean>>();
  /** How often a window was loaded: a page that comes after another in it counts its jobs from one again. */
  readonly #loads = new Map<string, number>();
  readonly #own: Client;

  constructor(backend: Pick<Backend, "send">) {
    this.#backend = backend;
    this.#own = new Client((request) => {
      if (!backend.send({ ...request, id: `${OWN}:${request.id}` })) throw new OperationError("offline", "no back end");
    });
  }

  /** Run an operation for the main process itself. */
  run<O extends OpName>(op: O, payload: PayloadOf<O>, options?: RunOptions<O>): Promise<DoneOf<O>> {
    return this.#own.run(op, payload, options);
  }

  /** Take a message of a window; one that is none is answered, nothing else is passed on. */
  take(from: Speaker, message: unknown): void {
    const request = requestOf(message);
    if (!request) {
      from.post(refusal(undefined, "usage", "no message of the protocol"));
      return;
    }
    this.#speakers.set(from.key, from);
    if (this.#backend.send({ ...request, id: this.#keyed(from.key, request.id) })) {
      if (request.type === "run") this.#jobs(from.key).set(request.id, typeof request.keep === "string");
    } else from.post(refusal(request.id, "offline", "the back end is not there"));
  }

  /** Take a line of the back end. */
  receive(line: Line): void {
    const whole = String(line.id ?? "");
    const at = whole.indexOf(":");
    const [key = "", load = 0] = whole.slice(0, at).split("/");
    if (key === OWN) {
      this.#own.receive({ ...line, id: whole.slice(at + 1) });
      return;
    }
    // The page that asked is gone; what it named goes on unheard.
    if (Number(load) !== (this.#loads.get(key) ?? 0)) return;
    const speaker = this.#speakers.get(key);
    if (!speaker) return;
    const id = idOf(whole.slice(at + 1));
    if (line.type === "done" || line.type === "error") this.#jobs(key).delete(id);
    speaker.post({ ...line, id });
  }

  /** A window went away or was loaded anew: what it had asked for is cancelled, but for jobs with a name. */
  leave(key: string): void {
    for (const [id, named] of this.#jobs(key)) {
      if (!named) this.#backend.send({ id: this.#keyed(key, id), type: "cancel" });
    }
    this.#loads.set(key, (this.#loads.get(key) ?? 0) + 1);
    this.#live.delete(key);
    this.#speakers.delete(key);
  }

  /** The back end went away: every job ends with an error. */
  fail(message: string): void {
    this.#own.fail(message);
    for (const [key, ids] of this.#live) {
      for (const id of ids.keys()) this.#speakers.get(key)?.post(refusal(id, "offline", message));
      ids.clear();
    }
  }

  // Numbers and texts stay apart on their way: 1 and "1" are different jobs.
  #keyed(key: string, id: string | number): string {
    const load = this.#loads.get(key);
    return `${key}${load ? `/${load}` : ""}:${typeof id === "number" ? "n" : "t"}${id}`;
  }

  #jobs(key: string): Map<string | number, boolean> {
    let found = this.#live.get(key);
    if (!found) {
      found = new Map();
      this.#live.set(key, found);
    }
    return found;
  }
}

/** Return a message if it is one that a window may send: a run of a known operation, or a cancel. */
export function requestOf(message: unknown): Request | null {
  if (typeof message !== "object" || message === null) return null;
  const { id, type, op, payload, keep } = message as Record<string, unknown>;
  if (typeof id !== "string" && !Number.isSafeInteger(id)) return null;
  const named = id as string | number;
  if (type === "cancel") return { id: named, type };
  if (type !== "run" || typeof op !== "string" || !KNOWN.has(op)) return null;
  if (payload !== undefined && (typeof payload !== "object" || payload === null || Array.isArray(payload))) return null;
  if (keep !== undefined && typeof keep !== "string") return null;
  return { id: named, type, op, payload: (payload ?? {}) as Record<string, unknown>, ...(keep ? { keep } : {}) };
}

function idOf(text: string): string | number {
  return text.startsWith("n") ? Number(text.slice(1)) : text.slice(1);
}

function refusal(id: string | number | undefined, code: string, message: string): Line {
  return { ...(id === undefined ? {} : { id }), type: "error", code, message, version: 1 };
}
