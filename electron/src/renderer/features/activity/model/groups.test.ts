import { expect, it } from "vitest";
import type { Job } from "@/shared/jobs";
import { groupsOf, pauses } from "./groups";

const job = (id: number, state: Job["state"], more: Partial<Job> = {}) =>
  ({ id, state, op: "index", subject: `/${id}`, ...more }) as Job;
const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

it("tells what runs, what is paused and what has ended", () => {
  const groups = groupsOf([
    job(1, "done"),
    job(2, "cancelled"),
    job(3, "running"),
    job(4, "cancelled", { op: "rename" }),
    job(5, "failed"),
  ]);
  expect([ids(groups.running), ids(groups.paused), ids(groups.ended)]).toEqual([[3], [2], [5, 4, 1]]);
});

it("a pause ends with the next run over the same folder", () => {
  const subject = "/사진";
  const first = job(1, "cancelled", { subject });
  expect(ids(groupsOf([first, job(2, "running", { subject })]).paused)).toEqual([]);
  expect(ids(groupsOf([first, job(2, "done", { subject })]).ended)).toEqual([2, 1]);
  const again = groupsOf([first, job(2, "cancelled", { subject })]);
  expect([ids(again.paused), ids(again.ended)]).toEqual([[2], [1]]);
});

it("only what goes on where it was left is paused", () => {
  expect([pauses({ op: "index" }), pauses({ op: "rename" })]).toEqual([true, false]);
});
