import { beforeEach, expect, it, vi } from "vitest";
import { add, dismiss, type Job, runningJob, share, update, useJobs, withProblem } from "./store";

function job(id: number, more: Partial<Job> = {}): Job {
  return {
    ...{ name: "", place: "here" as const },
    ...{ id, op: "index" as const, title: `job ${id}`, subject: `/${id}`, started: 0, ended: null, error: null },
    ...{ processed: 0, total: 0, errors: 0, skipped: 0, phases: [], problems: [], state: "running" as const },
    ...{ stop: vi.fn(), again: vi.fn(), ...more },
  };
}

beforeEach(() => useJobs.setState({ jobs: [], cleared: new Set() }));

it("shares of a job never pass one, and are nothing before its size is known", () => {
  expect([
    share({ processed: 3, total: 0 }),
    share({ processed: 1, total: 4 }),
    share({ processed: 9, total: 4 }),
  ]).toEqual([0, 0.25, 1]);
});

it("finds the running job of a subject only", () => {
  const jobs = [job(1, { state: "done" }), job(2)];
  expect(runningJob(jobs, "index", "/1")).toBeUndefined();
  expect(runningJob(jobs, "index", "/2")?.id).toBe(2);
  expect(runningJob(jobs, "rename", "/2")).toBeUndefined();
});

it("keeps every running job and the newest fifty that ended", () => {
  add(job(0));
  for (let id = 1; id <= 80; id++) add(job(id, { state: "done" }));
  const kept = useJobs.getState().jobs;
  expect(kept[0]?.id).toBe(0);
  expect(kept.length).toBe(52);
  expect(kept.at(-1)?.id).toBe(80);
});

it("forgets ended jobs when told", () => {
  for (const one of [job(1), job(2, { state: "failed" }), job(3, { state: "cancelled" })]) add(one);
  useJobs.getState().clear();
  expect(useJobs.getState().jobs.map(({ id }) => id)).toEqual([1]);
});

it("forgets one that ended, and none that runs", () => {
  for (const one of [job(1), job(2, { state: "cancelled" }), job(3, { state: "done" })]) add(one);
  dismiss(1);
  dismiss(2);
  expect(useJobs.getState().jobs.map(({ id }) => id)).toEqual([1, 3]);
});

it("keeps the newest two hundred problems", () => {
  add(job(1));
  for (let place = 0; place < 250; place++)
    update(1, (one) => withProblem(one, { path: `${place}`, reason: "broken" }));
  const problems = useJobs.getState().jobs[0]?.problems ?? [];
  expect([problems.length, problems[0]?.path]).toEqual([200, "50"]);
});
