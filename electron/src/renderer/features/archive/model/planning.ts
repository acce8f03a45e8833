import { create } from "zustand";
import { bridge, CancelledError, type RunOptions } from "@/shared/bridge";
import { type Failure, failureOf } from "@/shared/text";
import type { Row } from "./plan";
import { keyOf, type Request } from "./request";

interface Planned {
  /** What the rows answer. */
  key: string | null;
  state: "none" | "going" | "ready" | "failed";
  rows: readonly Row[];
  processed: number;
  total: number;
  error: Failure | null;
  /** Milliseconds that the latest plan took. */
  took: number;
}

const NOTHING: Planned = { key: null, state: "none", rows: [], processed: 0, total: 0, error: null, took: 0 };

/** What would become of every picture; nothing is changed by it. */
export const usePlan = create<Planned>()(() => NOTHING);

let going: AbortController | null = null;

/** Ask what would be done; a newer question ends the one before. */
export async function plan(asked: Request): Promise<void> {
  going?.abort();
  const ending = new AbortController();
  going = ending;
  const key = keyOf(asked);
  const began = performance.now();
  const tell = (change: Partial<Planned>) => going === ending && usePlan.setState(change);
  tell({ state: "going", key, processed: 0, total: 0, error: null });
  try {
    const { signal } = ending;
    const rows = await look(asked, { signal, onProgress: ({ processed, total }) => tell({ processed, total }) });
    tell({ state: "ready", rows, processed: rows.length, total: rows.length, took: performance.now() - began });
  } catch (error) {
    if (error instanceof CancelledError) tell({ ...NOTHING });
    else tell({ state: "failed", rows: [], error: failureOf(error) });
  }
}

/** Ask what would be done without anything of it being shown. */
export async function look(asked: Request, options: Omit<Listening, "onResult"> = {}): Promise<readonly Row[]> {
  const rows: Row[] = [];
  await dryRun(asked, { ...options, onResult: (row) => rows.push(row) });
  return rows;
}

interface Listening {
  signal?: AbortSignal;
  onResult: (row: Row) => void;
  onProgress?: NonNullable<RunOptions<"rename">["onProgress"]>;
}

function dryRun(asked: Request, options: Listening): Promise<unknown> {
  if (asked.op === "rename") return bridge.run("rename", { ...asked.payload, dry_run: true }, options);
  if (asked.op === "move") return bridge.run("move", { ...asked.payload, dry_run: true }, options);
  return bridge.run("strip_suffix", { ...asked.payload, dry_run: true }, options);
}

/** Give a plan up that is being made. */
export function stopPlanning(): void {
  going?.abort();
}

/** Forget the plan: the files are not what it speaks of any more. */
export function forgetPlan(): void {
  going?.abort();
  going = null;
  usePlan.setState(NOTHING);
}
