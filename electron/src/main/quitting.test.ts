import { describe, expect, it, vi } from "vitest";
import { mayQuit } from "./quitting";

const say = (key: string) => key;
const job = (name: string, ended_at: string | null) => ({ name, ended_at });

function asked(jobs: unknown[] | Error | Promise<never>, response = 0) {
  const showMessageBox = vi.fn(async () => ({ response, checkboxChecked: false }));
  const run = vi.fn(async () => {
    if (jobs instanceof Error) throw jobs;
    return { payload: { jobs: await jobs } };
  });
  const may = mayQuit({ dialog: { showMessageBox } } as never, { run } as never, null, say);
  return { may, showMessageBox };
}

describe("quitting", () => {
  it.each([
    ["nothing runs", []],
    ["everything has ended", [job("page-1:1", "2026-01-02T03:04:05+00:00")]],
    ["only folders are watched", [job("watch:/사진", null)]],
    ["the back end cannot say", new Error("offline")],
  ])("ends at once where %s", async (_, jobs) => {
    const { may, showMessageBox } = asked(jobs);
    expect(await may).toBe(true);
    expect(showMessageBox).not.toHaveBeenCalled();
  });

  it.each([
    [0, false],
    [1, true],
  ])("asks during a job, and answer %d means %s", async (response, ends) => {
    const { may, showMessageBox } = asked([job("page-1:1", null)], response);
    expect(await may).toBe(ends);
    expect(showMessageBox).toHaveBeenCalledOnce();
  });

  it("does not wait for ever for a back end that hangs", async () => {
    vi.useFakeTimers();
    const { may } = asked(new Promise<never>(() => {}));
    await vi.advanceTimersByTimeAsync(3000);
    vi.useRealTimers();
    expect(await may).toBe(true);
  });
});
