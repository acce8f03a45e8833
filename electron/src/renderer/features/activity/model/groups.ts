import type { Job } from "@/shared/jobs";

export interface JobGroups {
  running: Job[];
  /** Index runs that were paused and not gone on with: one for each folder. */
  paused: Job[];
  /** Everything else that ended, the latest first. */
  ended: Job[];
}

/** The jobs as the screen shows them. */
export function groupsOf(jobs: readonly Job[]): JobGroups {
  const running = jobs.filter(({ state }) => state === "running");
  const latest = new Map(jobs.filter(({ op }) => op === "index").map((job) => [job.subject, job]));
  const paused = [...latest.values()].filter(({ state }) => state === "cancelled");
  const ended = jobs.filter((job) => job.state !== "running" && !paused.includes(job)).reverse();
  return { running, paused, ended };
}

/** Whether stopping a job is a pause: the same work goes on where it was left. */
export function pauses({ op }: Pick<Job, "op">): boolean {
  return op === "index" || op === "models_install";
}
