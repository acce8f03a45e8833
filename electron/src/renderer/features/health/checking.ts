import { create } from "zustand";
import type { DoneOf } from "@/shared/bridge";
import { ask, forget } from "@/shared/data";
import { INDEXED, startJob } from "@/shared/jobs";
import { text } from "@/shared/text";
import type { Health } from "./model/findings";

export type Repaired = DoneOf<"health_repair">["payload"];

interface Checked {
  /** What the last whole check or repair found; null before one. */
  found: Health | null;
  /** Milliseconds since 1970. */
  at: number;
  repaired: Repaired | null;
}

/** What was found stays while other screens are looked at. */
export const useChecked = create<Checked>()(() => ({ found: null, at: 0, repaired: null }));

/** Everything that reads how the library is. */
const EXAMINED = ["health", "backup_list", "find", "facets", "roots", "root_problems"] as const;

/** Read everything and keep what was found. */
export async function checkAll(): Promise<void> {
  const done = await startJob("health", {}, { title: text("app.health.checking") });
  if (done) useChecked.setState({ found: done.payload, at: Date.now(), repaired: null });
}

/** Ask what a repair would do, of all faults or of the named findings. */
export async function planRepair(only: readonly string[] | null): Promise<Repaired | null> {
  const payload = { dry_run: true, ...(only ? { only: [...only] } : {}) };
  const done = await startJob("health_repair", payload, { title: text("app.health.planning") });
  return done?.payload ?? null;
}

/** Mend, after a backup that the back end makes; then look again. */
export async function repair(only: readonly string[] | null): Promise<void> {
  const payload = { dry_run: false, ...(only ? { only: [...only] } : {}) };
  const done = await startJob("health_repair", payload, {
    title: text("app.health.repairing"),
    refreshes: EXAMINED,
    told: ({ payload: { ok } }) => text(ok ? "app.health.repaired" : "app.health.repaired_some"),
  });
  if (!done) return;
  await checkAll();
  useChecked.setState({ repaired: done.payload });
  forget(EXAMINED);
}

/** Make again what a repair could only mark as lost, then look once more. */
export async function indexRest(): Promise<void> {
  const folders = (await ask("roots", {}))?.roots.filter(({ exists }) => exists).map(({ path }) => path) ?? [];
  if (folders.length === 0) return;
  const done = await startJob("index", { folders }, { title: text("app.health.indexing"), refreshes: INDEXED });
  if (done) await checkAll();
}
