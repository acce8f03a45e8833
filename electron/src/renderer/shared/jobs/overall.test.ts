import { expect, it } from "vitest";
import { overall } from "./overall";
import type { Job } from "./store";

const job = (processed: number, total: number, state: Job["state"] = "running") =>
  ({ processed, total, state }) as unknown as Job;

it.each([
  [[], { count: 0, share: null }],
  [[job(0, 0)], { count: 1, share: null }],
  [[job(1, 4), job(3, 4), job(0, 0), job(9, 9, "done")], { count: 3, share: 0.5 }],
])("counts what runs and what of it is done", (jobs, told) => {
  expect(overall(jobs)).toEqual(told);
});
