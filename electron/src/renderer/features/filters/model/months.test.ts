import { expect, it } from "vitest";
import { bars } from "./months";

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
