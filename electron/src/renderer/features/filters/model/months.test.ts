import { expect, it } from "vitest";
import { bars, rangeOf, touches } from "./months";

it("fills the months between", () => {
  const made = bars([
    { value: "2026-02", files: 4 },
    { value: "2025-11", files: 2 },
  ]);
  expect(made.map(({ value }) => value)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
  expect(made.map(({ height }) => height)).toEqual([0.5, 0, 0, 1]);
});

it("counts by years where months are too many", () => {
  const made = bars([
    { value: "2001-02", files: 1 },
    { value: "2026-11", files: 3 },
    { value: "2026-01", files: 3 },
  ]);
  expect(made).toHaveLength(26);
  expect(made.at(-1)).toEqual({ value: "2026", files: 6, height: 1 });
});

it("draws nothing where no day is known", () => {
  expect(bars([{ value: "None", files: 3 }])).toEqual([]);
});

it("leaves out the few pictures of clocks that went wrong", () => {
  const made = bars([
    { value: "2099-01", files: 1 },
    { value: "2026-01", files: 150 },
    { value: "2026-03", files: 150 },
    { value: "1970-01", files: 1 },
  ]);
  expect(made.map(({ value }) => value)).toEqual(["2026-01", "2026-02", "2026-03"]);
});

it("writes the range between two bars from either side", () => {
  expect([rangeOf("2025-11", "2026-02"), rangeOf("2026", "2024"), rangeOf("2026-01", "2026-01")]).toEqual([
    "2025-11..2026-02",
    "2024..2026",
    "2026-01",
  ]);
});

it.each([
  ["2026-03", "2026-01", "2026-03", true],
  ["2026-03", "2026-03-09", null, true],
  ["2026-04", null, "2026-03-31", false],
  ["2026-11", "2026", "2026", true],
  ["2025", "2025-06-01", "2026", true],
  ["2024", "2025-06-01", null, false],
  ["2026-11", null, null, false],
])("%s from %s to %s is marked: %s", (bar, from, to, marked) => {
  expect(touches(bar, { from, to })).toBe(marked);
});
