import { beforeEach, expect, it, vi } from "vitest";
import { bridge } from "@/shared/bridge";
import { type Draft, EMPTY, withValue, withVariable } from "./draft";
import type { Row } from "./plan";
import { plan, usePlan } from "./planning";
import { request } from "./request";
import { forgetAll, run, useRan } from "./running";
import { useArchive } from "./store";

const draft: Draft = withValue(withVariable({ ...EMPTY, folder: "/g", pattern: "[a]" }, "a"), 1, "x", ["cat"]);
const row = (source: string, target: string | null): Row => ({
  ...{ status: target === null ? "UNKNOWN" : "OK", source, target, message: null },
});

/** A back end in which a dry run gives these rows, one list after the other, and a run gives the last of them. */
function answering(...lists: Row[][]): ReturnType<typeof vi.fn> {
  const asked = vi.fn();
  vi.spyOn(bridge, "run").mockImplementation(async (op, payload, options) => {
    asked(op, payload);
    const rows = lists.length > 1 ? lists.shift() : lists[0];
    for (const one of rows ?? []) options?.onResult?.(one as never);
    const dry = (payload as { dry_run?: boolean }).dry_run !== false;
    return { processed: 1, errors: 0, skipped: 0, payload: { job: dry ? null : 7 } } as never;
  });
  return asked;
}

const really = (asked: ReturnType<typeof vi.fn>) => asked.mock.calls.filter(([, payload]) => payload.dry_run === false);

beforeEach(() => {
  vi.restoreAllMocks();
  forgetAll();
});

it("carries out a plan that was seen and still holds, and remembers what it was", async () => {
  const rows = [row("/g/a.png", "/g/x.png"), row("/g/b.png", null)];
  const asked = answering(rows);
  await plan(request(draft));
  await run(draft, true);
  expect(asked.mock.calls.map(([, payload]) => payload.dry_run)).toEqual([true, true, false]);
  expect(really(asked)[0]?.[1]).toMatchObject({ folder: "/g", template: "[a]", resume_mode: true });
  expect(useRan.getState()).toMatchObject({ state: "done", rows, job: 7 });
  expect(usePlan.getState().state).toBe("none");
  expect(useArchive.getState().ran[0]).toEqual(draft);
});

it("shows the new plan and changes nothing when the folder is not what it was", async () => {
  const now = [row("/g/a.png", "/g/x@@@1.png")];
  const asked = answering([row("/g/a.png", "/g/x.png")], now);
  await plan(request(draft));
  await run(draft, false);
  expect(really(asked)).toEqual([]);
  expect(usePlan.getState()).toMatchObject({ state: "ready", rows: now });
  expect(useRan.getState().key).toBeNull();
});

it("does nothing without a plan of what it is asked for", async () => {
  const asked = answering([row("/g/a.png", "/g/x.png")]);
  await run(draft, false);
  await plan(request(draft));
  await run({ ...draft, prefix: true }, false);
  expect(really(asked)).toEqual([]);
});

it("keeps the answer to the newer question", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  vi.spyOn(bridge, "run").mockImplementation(async (_op, payload, options) => {
    const { template } = payload as { template: string };
    if (template === "[a]") await held;
    options?.onResult?.(row(`/g/${template}.png`, null) as never);
    return { processed: 1, errors: 0, skipped: 0, payload: { job: null } } as never;
  });
  const slow = plan(request(draft));
  await plan(request({ ...draft, pattern: "[a]-2" }));
  release();
  await slow;
  expect(usePlan.getState()).toMatchObject({ state: "ready", rows: [{ source: "/g/[a]-2.png" }] });
});
