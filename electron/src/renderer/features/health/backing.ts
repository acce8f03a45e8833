import type { OpName } from "@contract";
import { create } from "zustand";
import type { DoneOf } from "@/shared/bridge";
import { answers, ask, forget } from "@/shared/data";
import { startJob } from "@/shared/jobs";
import { momentText, text } from "@/shared/text";
import { tell } from "@/shared/ui";
import { useChecked } from "./checking";

export type Backup = DoneOf<"backup_list">["payload"]["backups"][number];

interface Verdict {
  ok: boolean;
  message: string;
}

/** Whether backups were found sound, by their names. */
export const useVerified = create<{ verdicts: ReadonlyMap<string, Verdict> }>()(() => ({ verdicts: new Map() }));

const LISTED: readonly OpName[] = ["backup_list", "health"];

export async function makeBackup(): Promise<void> {
  await startJob(
    "backup_make",
    {},
    { title: text("app.health.backup.making"), refreshes: LISTED, told: () => text("app.health.backup.made") },
  );
}

/** Read one backup whole, or all, and keep what was found. */
export async function verify(name: string | null): Promise<void> {
  await startJob("backup_verify", name === null ? {} : { name }, {
    title: text("app.health.backup.verifying"),
    subject: name ?? "",
    told: ({ payload: { sound, damaged } }) =>
      damaged > 0
        ? text("app.health.backup.some_damaged", { count: damaged })
        : text("app.health.backup.all_sound", { count: sound }),
    onResult: ({ source, status, message }) =>
      useVerified.setState(({ verdicts }) => ({
        verdicts: new Map(verdicts).set(source, { ok: status === "OK", message: message ?? "" }),
      })),
  });
}

/** Put a backup in the place of the present, which is kept as another backup first. */
export async function restore({ name, at }: Backup, language: string): Promise<void> {
  const moment = momentText(at, language);
  const done = await startJob(
    "backup_restore",
    { name },
    {
      title: text("app.health.backup.restoring"),
      subject: name,
      told: () => text("app.health.backup.restored", { moment }),
    },
  );
  if (!done) return;
  useChecked.setState({ found: null, repaired: null });
  // Nothing that was answered before is sure to hold.
  await answers.invalidateQueries();
}

/** What a pruning would let go: named backups, or those that the settings keep no longer. */
export async function planPrune(names: readonly string[] | null): Promise<Backup[] | null> {
  return (await ask("backup_prune", { dry_run: true, ...(names ? { names: [...names] } : {}) }))?.removed ?? null;
}

export async function prune(names: readonly string[]): Promise<void> {
  const done = await ask("backup_prune", { dry_run: false, names: [...names] });
  if (!done) return;
  forget(LISTED);
  tell({ message: text("app.health.backup.removed", { count: done.removed.length }) });
}
