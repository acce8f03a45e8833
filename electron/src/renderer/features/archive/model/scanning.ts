import type { OpName } from "@contract";
import { create } from "zustand";
import { ask, forget } from "@/shared/data";
import { startJob } from "@/shared/jobs";
import { nameOf, text } from "@/shared/text";
import { formOf } from "./query";
import { openFolder } from "./store";

/** What a scan says of one picture. */
export interface Scanned {
  source: string;
  status: string;
  message: string | null;
  generator?: string | null;
  tags?: number | null;
}

export const FINDS = ["prompt", "bare", "failed"] as const;
/** A picture with a prompt, one without, one that could not be read. */
export type Find = (typeof FINDS)[number];

export function findOf({ status, generator }: Scanned): Find {
  if (status === "ERROR") return "failed";
  return generator ? "prompt" : "bare";
}

export function finds(rows: readonly Scanned[]): Record<Find, number> {
  const counts: Record<Find, number> = { prompt: 0, bare: 0, failed: 0 };
  for (const row of rows) counts[findOf(row)] += 1;
  return counts;
}

interface Scan {
  /** The folder that the rows are about; null before the first scan. */
  folder: string | null;
  state: "going" | "done" | "broken";
  rows: readonly Scanned[];
  /** Pictures that had been read before and have not changed. */
  known: number;
  /** Files of that folder that cannot be shown, after it was tried; null before that. */
  hopeless: number | null;
}

export const useScan = create<Scan>()(() => ({ folder: null, state: "done", rows: [], known: 0, hopeless: null }));

const STEP = 1000;
/** So many small pictures are made without being asked for. */
const AT_ONCE = 1000;

/** What a scan changes on the screen. */
const CHANGED: readonly OpName[] = ["find", "facets", "roots", "db_stats", "tag_cloud", "picture", "report_list"];

/** Read the prompts of a folder's pictures; with `anew` those that were read before, too. */
export async function scan(folder: string, anew: boolean): Promise<void> {
  openFolder(folder);
  const rows: Scanned[] = [];
  useScan.setState({ folder, state: "going", rows: [], known: 0, hopeless: null });
  const name = nameOf(folder);
  const done = await startJob(
    "scan",
    { folder, incremental: !anew, commit_step: STEP, progress_step: STEP },
    {
      title: text("app.archive.scan.going", { name }),
      subject: folder,
      onResult: (row) => rows.push(row),
      told: ({ processed }) => text("app.archive.scan.told", { name, count: processed }),
    },
  );
  // Not while it goes on: counting the pictures of a large folder again and again would hold it up.
  forget(CHANGED);
  useScan.setState({ state: done ? "done" : "broken", rows, known: done?.skipped ?? 0 });
  const left = done ? await unshown(folder) : 0;
  if (left > 0 && left <= AT_ONCE) await show(folder);
}

/** How many pictures of a folder are known by their prompts only, and cannot be shown yet. */
async function unshown(folder: string): Promise<number> {
  const form = formOf({ folder, with: [], without: [] });
  const [known, shown] = await Promise.all([ask("facets", { form }), ask("find", { form, limit: 1 })]);
  return known && shown ? known.total - shown.total : 0;
}

/** Make small pictures of what a scan has found, so that it can be looked at. */
export async function show(folder: string): Promise<void> {
  const done = await startJob(
    "index",
    { folders: [folder], phases: ["P"] },
    {
      title: text("app.archive.show.going", { name: nameOf(folder) }),
      subject: folder,
      refreshes: CHANGED,
    },
  );
  if (done) useScan.setState({ folder, hopeless: await unshown(folder) });
}
