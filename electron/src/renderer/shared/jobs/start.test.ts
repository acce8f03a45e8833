import { beforeEach, expect, it, vi } from "vitest";
import { bridge } from "../bridge";
import { useChanged } from "./changed";
import { startJob } from "./start";
import { useJobs } from "./store";

const LINE = { id: "7", type: "progress", version: 1, processed: 3, total: 9, errors: 1, skipped: 0 } as const;

beforeEach(() => useJobs.setState({ jobs: [] }));

it("keeps its own number when the back end tells progress under another one", async () => {
  const asked = vi.spyOn(bridge, "run").mockImplementation(async (_op, _payload, options) => {
    options?.onProgress?.(LINE);
    expect(useJobs.getState().jobs).toMatchObject([{ processed: 3, total: 9, errors: 1, state: "running" }]);
    return { processed: 9, errors: 1, skipped: 0, payload: { job: null } } as never;
  });
  await startJob("rename", { folder: "/a" }, { title: "a" });
  expect(asked).toHaveBeenCalledOnce();
  expect(useJobs.getState().jobs).toMatchObject([{ state: "done", processed: 9 }]);
  expect(useJobs.getState().jobs[0]?.id).not.toBe(LINE.id);
  expect(useChanged.getState().at).toBeGreaterThan(0);
});
