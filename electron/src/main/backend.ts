import { type ChildProcess, spawn } from "node:child_process";
import type { Line, Request } from "../contract";
import { Lines } from "./framing";
import { endTree } from "./tree";

/** The version of the protocol that this app speaks. */
export const VERSION = 1;

export type BackendState = "connecting" | "ready" | "restarting" | "offline";

/** Why nobody tries any more. */
export type Fault = "version" | "crashes" | "absent" | null;

export interface BackendOptions {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  onLine: (line: Line) => void;
  onState: (state: BackendState, fault: Fault) => void;
  /** What the process says on stderr, and what was wrong with it. */
  log: (text: string) => void;
  /** Milliseconds: the first wait before a restart (doubled up to `slowest`), and how long things may take. */
  firstWait?: number;
  slowest?: number;
  startLimit?: number;
  beat?: number;
  beatLimit?: number;
  farewell?: number;
  /** Starts that failed one after another before nobody tries any more. */
  patience?: number;
}

// An id that no job ever has: cancelling it is answered at once, whatever else is under way.
const PULSE = "\u0000pulse";

/** Keeps one back end running: starts it, listens for its pulse, starts it again, ends it with all its children. */
export class Backend {
  readonly #options: Required<Omit<BackendOptions, "cwd">> & { cwd?: string };
  #child: ChildProcess | null = null;
  #state: BackendState = "connecting";
  #fault: Fault = null;
  #failures = 0;
  #stopping = false;
  #timers = new Set<NodeJS.Timeout>();
  #answered: (() => void) | null = null;

  constructor(options: BackendOptions) {
    const usual = { firstWait: 250, slowest: 10_000, startLimit: 60_000, beat: 10_000, beatLimit: 30_000 };
    this.#options = { ...usual, farewell: 5000, patience: 5, ...options };
  }

  get state(): BackendState {
    return this.#state;
  }

  get fault(): Fault {
    return this.#fault;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Start, or try again after nobody did any more. */
  start(): void {
    if (this.#child || this.#stopping) return;
    this.#failures = 0;
    this.#become("connecting");
    this.#spawn();
  }

  /** Send a message; false where there is nobody to take it. */
  send(request: Request): boolean {
    if (this.#state !== "ready") return false;
    return this.#write(request);
  }

  /** End the back end and everything that it started; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    endTree(child, false);
    const force = setTimeout(() => endTree(child, true), this.#options.farewell);
    await gone;
    clearTimeout(force);
    // What it started and left behind goes with it.
    endTree(child, true);
  }

  #spawn(): void {
    const { command, args, env, cwd } = this.#options;
    // A group of its own, so that its children can be ended with it.
    const child = spawn(command, args, {
      env,
      ...(cwd === undefined ? {} : { cwd }),
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    this.#child = child;
    const lines = new Lines(
      (line) => this.#take(child, line),
      () => this.#options.log("a line of the back end was too long"),
    );
    child.stdout.on("data", (chunk: Buffer) => lines.feed(chunk));
    child.stderr.on("data", (chunk: Buffer) => this.#options.log(chunk.toString("utf8").trimEnd()));
    child.stdin.on("error", () => {});
    child.once("error", (error: NodeJS.ErrnoException) => this.#failed(child, error));
    // Not "close": what it started may hold its pipes open for ever.
    child.once("exit", (code, signal) => this.#gone(child, `ended with ${code ?? signal}`));
    this.#await(child, this.#options.startLimit, "did not start in time");
  }

  /** Ask for a sign of life and put an end to a back end that gives none. */
  #await(child: ChildProcess, limit: number, what: string): void {
    const late = this.#after(limit, () => {
      this.#options.log(`the back end ${what}`);
      endTree(child, true);
    });
    this.#answered = () => {
      this.#cancel(late);
      this.#answered = null;
    };
    this.#write({ id: PULSE, type: "cancel" });
  }

  #take(child: ChildProcess, text: string): void {
    if (child !== this.#child) return;
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      this.#options.log(`no line of the protocol: ${text.slice(0, 200)}`);
      return;
    }
    if (typeof line !== "object" || line === null || typeof line.type !== "string") return;
    if (line.id === PULSE) this.#alive(child, line);
    else this.#options.onLine(line);
  }

  #alive(child: ChildProcess, line: Line): void {
    this.#answered?.();
    if (line.version !== VERSION) {
      this.#options.log(`the back end speaks version ${line.version}`);
      this.#stopping = true;
      this.#give("version");
      endTree(child, true);
      return;
    }
    this.#failures = 0;
    this.#become("ready");
    this.#after(this.#options.beat, () => {
      if (child === this.#child) this.#await(child, this.#options.beatLimit, "does not answer any more");
    });
  }

  #failed(child: ChildProcess, error: NodeJS.ErrnoException): void {
    this.#options.log(`the back end cannot be started: ${error.message}`);
    if (child.pid === undefined) {
      this.#child = null;
      this.#stopWaiting();
      this.#give("absent");
    }
  }

  #gone(child: ChildProcess, how: string): void {
    if (child !== this.#child) return;
    this.#child = null;
    this.#stopWaiting();
    // Whatever it had started must not hold memory of the graphics card any longer.
    endTree(child, true);
    if (this.#stopping) {
      this.#become("offline");
      return;
    }
    this.#options.log(`the back end ${how}`);
    this.#failures += 1;
    if (this.#failures > this.#options.patience) {
      this.#give("crashes");
      return;
    }
    this.#become("restarting");
    this.#after(Math.min(this.#options.firstWait * 2 ** (this.#failures - 1), this.#options.slowest), () =>
      this.#spawn(),
    );
  }

  #give(fault: Fault): void {
    this.#fault = fault;
    this.#become("offline");
  }

  #write(request: Request): boolean {
    const stdin = this.#child?.stdin;
    if (!stdin?.writable) return false;
    stdin.write(`${JSON.stringify(request)}\n`);
    return true;
  }

  #become(state: BackendState): void {
    if (state !== "offline") this.#fault = null;
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state, this.#fault);
  }

  #after(wait: number, what: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopping) what();
    }, wait);
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }

  #stopWaiting(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#answered = null;
  }
}
