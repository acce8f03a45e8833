import { create } from "zustand";
import { bridge, CancelledError } from "@/shared/bridge";
import { forget, tellError } from "@/shared/data";
import { nameOf, text } from "@/shared/text";
import { tell } from "@/shared/ui";

export interface Problem {
  path: string;
  reason: string;
}

/** An index run of a folder, as far as it is. */
export interface Job {
  folder: string;
  processed: number;
  total: number;
  problems: readonly Problem[];
  stop: () => void;
}

interface Jobs {
  jobs: readonly Job[];
}

const MOST_PROBLEMS = 200;
const REFRESH_MS = 2000;

export const useJobs = create<Jobs>()(() => ({ jobs: [] }));

/** How much of a job is done, from 0 to 1. */
export function share({ processed, total }: Pick<Job, "processed" | "total">): number {
  return total > 0 ? Math.min(processed / total, 1) : 0;
}

function update(folder: string, change: (job: Job) => Partial<Job>): void {
  useJobs.setState(({ jobs }) => ({
    jobs: jobs.map((job) => (job.folder === folder ? { ...job, ...change(job) } : job)),
  }));
}

/** What an index run changes on the screen. */
function refresh(): void {
  forget(["find", "facets", "roots", "db_stats", "tag_list", "tag_cloud", "collection_list"]);
}

/** Bring the library up to date with a folder; pictures can be searched while it goes on. */
export async function index(folder: string): Promise<void> {
  if (useJobs.getState().jobs.some((job) => job.folder === folder)) return;
  const ending = new AbortController();
  const job: Job = { folder, processed: 0, total: 0, problems: [], stop: () => ending.abort() };
  useJobs.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
  const timer = setInterval(refresh, REFRESH_MS);
  try {
    const done = await bridge.run(
      "index",
      { folders: [folder] },
      {
        signal: ending.signal,
        onProgress: ({ processed, total }) => update(folder, () => ({ processed, total })),
        onResult: ({ status, source, message }) => {
          if (status !== "ERROR") return;
          const problem = { path: source, reason: message ?? "" };
          update(folder, ({ problems }) => ({ problems: [...problems, problem].slice(-MOST_PROBLEMS) }));
        },
      },
    );
    tell({
      message: text("app.folders.indexed", { name: nameOf(folder), count: done.payload.added + done.payload.changed }),
    });
  } catch (error) {
    if (error instanceof CancelledError) tell({ message: text("app.folders.stopped", { name: nameOf(folder) }) });
    else tellError(error);
  } finally {
    clearInterval(timer);
    useJobs.setState(({ jobs }) => ({ jobs: jobs.filter((one) => one.folder !== folder) }));
    refresh();
  }
}
