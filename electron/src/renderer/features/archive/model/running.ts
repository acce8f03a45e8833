import type { OpName } from "@contract";
import { create } from "zustand";
import { ask, forget, tellError } from "@/shared/data";
import { startJob, useJobs } from "@/shared/jobs";
import { nameOf, type TextKey, text } from "@/shared/text";
import { tell } from "@/shared/ui";
import type { Draft, Kind } from "./draft";
import { going, type Row, same } from "./plan";
import { forgetPlan, look, usePlan } from "./planning";
import { keyOf, type Request, request } from "./request";
import { remember, useArchive } from "./store";

interface Ran {
  /** What was carried out; null where nothing was. */
  key: string | null;
  kind: Kind;
  state: "checking" | "going" | "done" | "stopped" | "failed";
  rows: readonly Row[];
  /** The number in the journal, which `undo` takes; null where nothing was changed. */
  job: number | null;
}

const NOTHING: Ran = { key: null, kind: "rename", state: "done", rows: [], job: null };

/** The latest run: what it has really done. */
export const useRan = create<Ran>()(() => NOTHING);

/** Begin anew: what was planned and done is asked for again. */
export function forgetAll(): void {
  useRan.setState(NOTHING);
  forgetPlan();
}

/** What a job that moves files changes on the screen. */
export const MOVED: readonly OpName[] = ["find", "facets", "roots", "journal_list", "picture", "db_stats"];

const TITLES: Record<Kind, TextKey> = {
  rename: "app.archive.run.renaming",
  move: "app.archive.run.moving",
  strip_suffix: "app.archive.run.stripping",
};

/** Carry a draft out if the plan that was seen is still what would be done; else show the new one. */
export async function run(draft: Draft, resume: boolean): Promise<void> {
  const asked = request(draft);
  const key = keyOf(asked);
  const seen = usePlan.getState();
  if (seen.key !== key || seen.state !== "ready" || useRan.getState().state === "checking") return;
  useRan.setState({ ...NOTHING, key, kind: draft.kind, state: "checking" });
  const now = await look(asked).catch(tellError);
  if (!now || !same(seen.rows, now)) {
    useRan.setState(NOTHING);
    if (!now) return;
    usePlan.setState({ rows: now, total: now.length, processed: now.length });
    tell({ message: text("app.archive.run.changed"), bad: true });
    return;
  }
  remember(draft);
  useRan.setState({ state: "going" });
  await carryOut(asked, resume);
}

async function carryOut(asked: Request, resume: boolean): Promise<void> {
  const { folder } = asked.payload;
  const rows: Row[] = [];
  const options = {
    title: text(TITLES[asked.op], { name: nameOf(folder) }),
    subject: folder,
    onResult: (row: Row) => rows.push(row),
  };
  const really = { dry_run: false, progress_step: 50 };
  const resumed = { ...really, resume_mode: resume };
  const done =
    asked.op === "rename"
      ? await startJob("rename", { ...asked.payload, ...resumed }, options)
      : asked.op === "move"
        ? await startJob("move", { ...asked.payload, ...resumed }, options)
        : await startJob("strip_suffix", { ...asked.payload, ...really }, options);
  forgetPlan();
  forget(MOVED);
  const ended = useJobs.getState().jobs.findLast(({ op, subject }) => op === asked.op && subject === folder);
  const state = done ? "done" : ended?.state === "cancelled" ? "stopped" : "failed";
  const job = done ? (done.payload.job ?? null) : await newest(folder);
  useRan.setState({ state, rows, job });
  if (state === "done") useArchive.setState({ resume: false, watched: [] });
  if (state === "done") tell({ message: text("app.archive.run.done", { count: going(rows) }) });
}

/** The job of a run that was stopped, which had no time to tell its number. */
async function newest(folder: string): Promise<number | null> {
  const found = await ask("journal_list", { folder, limit: 1 });
  const [job] = found?.jobs ?? [];
  return job?.undoable ? job.id : null;
}
