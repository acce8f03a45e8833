import { describe, expect, it } from "vitest";
import { paceOf, phaseRows, restOf } from "./pace";

const phase = (name: string, more = {}) => ({
  ...{
    phase: name,
    done: 0,
    failed: 0,
    total: 10,
    rate: 0,
    eta_s: null,
    waiting: 0,
    code: null,
    final: false,
    ...more,
  },
});

describe("the pace of a job", () => {
  it.each([
    [{ started: 0, processed: 5, total: 10 }, 1000, { rate: null, eta: null }],
    [{ started: 0, processed: 0, total: 10 }, 60_000, { rate: null, eta: null }],
    [{ started: 0, processed: 20, total: 100 }, 10_000, { rate: 2, eta: 40 }],
    [{ started: 0, processed: 20, total: 0 }, 10_000, { rate: 2, eta: null }],
    [{ started: 0, processed: 20, total: 20 }, 10_000, { rate: 2, eta: null }],
  ])("of %j after %d ms", (job, now, pace) => {
    expect(paceOf(job, now)).toEqual(pace);
  });
});

describe("phases", () => {
  it("with nothing to do are left out, but for the walk", () => {
    const rows = phaseRows([
      phase("scan", { total: 0, final: true }),
      phase("P", { done: 4, failed: 1 }),
      phase("MC", { total: 0 }),
    ]);
    expect(rows.map(({ phase: name, share }) => [name, share])).toEqual([
      ["scan", 1],
      ["P", 0.5],
    ]);
  });

  it("that wait are not done, whatever they say", () => {
    expect(phaseRows([phase("MC", { done: 2, waiting: 8, final: true })])[0]?.share).toBe(0.2);
  });

  it("go on side by side: the slowest counts", () => {
    expect(
      restOf([phase("P", { eta_s: 3 }), phase("VV", { eta_s: 20 }), phase("MC", { eta_s: 90, final: true })]),
    ).toBe(20);
    expect(restOf([phase("P")])).toBeNull();
  });
});
