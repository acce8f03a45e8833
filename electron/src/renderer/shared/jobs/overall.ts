import { type Job, share } from "./store";

/** How many jobs run, and how much of them all is done; null where that of none is known. */
export function overall(jobs: readonly Job[]): { count: number; share: number | null } {
  const running = jobs.filter(({ state }) => state === "running");
  const sized = running.filter(({ total }) => total > 0);
  if (sized.length === 0) return { count: running.length, share: null };
  return { count: running.length, share: sized.reduce((sum, job) => sum + share(job), 0) / sized.length };
}
