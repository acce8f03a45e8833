import type { OpName, PhaseProgress } from "@contract";
import { create } from "zustand";
import type { Failure } from "../text";

export interface Problem {
  path: string;
  reason: string;
}

export type JobState = "running" | "done" | "cancelled" | "failed";

/** Where a job was started: on this page, on another one, by a folder that is watched, or by another program. */
export type JobPlace = "here" | "elsewhere" | "watch" | "program";

/** A long operation, running or ended. */
export interface Job {
  id: number;
  /** What the back end knows it by, so that it outlives this page; empty where it does not. */
  name: string;
  place: JobPlace;
  op: OpName;
  /** What the user sees it called. */
  title: string;
  /** What it works on, such as a folder; two jobs of one operation are told apart by it. */
  subject: string;
  /** Milliseconds since 1970. */
  started: number;
  ended: number | null;
  processed: number;
  total: number;
  errors: number;
  skipped: number;
  /** The phases of an index run; empty for operations without any. */
  phases: readonly PhaseProgress[];
  /** The newest items that failed, with the reason. */
  problems: readonly Problem[];
  state: JobState;
  /** Why the whole job failed. */
  error: Failure | null;
  stop: () => void;
  /** Start the same work anew; what was done already is passed over by the operation itself. */
  again: () => void;
}

/** Ended jobs that are kept to be looked at. */
const MOST_ENDED = 50;
const MOST_PROBLEMS = 200;

interface Jobs {
  jobs: readonly Job[];
  /** Ended jobs of other places that are not to be shown again. */
  cleared: ReadonlySet<string>;
  /** Forget the jobs that have ended. */
  clear: () => void;
}

export const useJobs = create<Jobs>()((set) => ({
  jobs: [],
  cleared: new Set(),
  clear: () =>
    set(({ jobs, cleared }) => ({
      jobs: jobs.filter(({ state }) => state === "running"),
      cleared: new Set([...cleared, ...jobs.filter(({ state }) => state !== "running").map(keyOf)]),
    })),
}));

/** The running job of an operation on a subject. */
export function runningJob(jobs: readonly Job[], op: OpName, subject: string): Job | undefined {
  return jobs.find((job) => job.op === op && job.subject === subject && job.state === "running");
}

/** Forget one job that has ended. */
export function dismiss(id: number): void {
  useJobs.setState(({ jobs, cleared }) => ({
    jobs: jobs.filter((job) => job.id !== id || job.state === "running"),
    cleared: new Set([...cleared, ...jobs.filter((job) => job.id === id).map(keyOf)]),
  }));
}

/** What tells one run of a named job from the next. */
export function keyOf({ name, started }: Pick<Job, "name" | "started">): string {
  return `${name}@${started}`;
}

/** Whether it can be ended from here; what another program does ends there. */
export function canStop({ place }: Pick<Job, "place">): boolean {
  return place !== "program";
}

/** How much of a job is done, from 0 to 1. */
export function share({ processed, total }: Pick<Job, "processed" | "total">): number {
  return total > 0 ? Math.min(processed / total, 1) : 0;
}

/** Put a job at the end of the list; the oldest ended ones make room. */
export function add(job: Job): void {
  useJobs.setState(({ jobs }) => {
    const over = jobs.filter(({ state }) => state !== "running").length - MOST_ENDED;
    let left = Math.max(over, 0);
    const kept = jobs.filter(({ state }) => state === "running" || left-- <= 0);
    return { jobs: [...kept, job] };
  });
}

/** Change what is known of a job. */
export function update(id: number, change: (job: Job) => Partial<Job>): void {
  useJobs.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, ...change(job) } : job)) }));
}

/** Keep a problem with those before it, the oldest making room. */
export function withProblem(job: Job, problem: Problem): Partial<Job> {
  return { problems: [...job.problems, problem].slice(-MOST_PROBLEMS) };
}
