import { describe, expect, it } from "vitest";
import { layoutOf, placesIn, rowsOf, step } from "./layout";

describe("layouts", () => {
  it.each([320, 777, 1280, 2560])("fill a width of %d without leaving it", (width) => {
    for (const view of ["grid", "compact"] as const) {
      const { columns, width: side, gap, pad } = layoutOf(view, 176, width);
      const used = columns * side + gap * (columns - 1) + 2 * pad;
      expect(used).toBeLessThanOrEqual(width);
      expect(used).toBeGreaterThan(width - columns - 1);
    }
  });

  it("gives a list one picture to a line and hundred thousand pictures all their rows", () => {
    expect(layoutOf("list", 176, 900).columns).toBe(1);
    expect(rowsOf(layoutOf("grid", 176, 1000), 100_000)).toBe(20_000);
  });

  it("is narrower than a tile only where the window is", () => {
    expect(layoutOf("grid", 400, 200)).toMatchObject({ columns: 1, width: 176 });
  });
});

describe("a box drawn over the pictures", () => {
  const layout = { columns: 3, width: 100, height: 100, gap: 10, pad: 12 };

  it("takes the cells that it touches", () => {
    expect(placesIn(layout, 8, { left: 50, top: 50, right: 150, bottom: 130 })).toEqual([0, 1, 3, 4]);
    expect(placesIn(layout, 8, { left: 0, top: 225, right: 999, bottom: 999 })).toEqual([6, 7]);
  });

  it("takes nothing in the gap between two", () => {
    expect(placesIn(layout, 8, { left: 113, top: 20, right: 120, bottom: 90 })).toEqual([]);
  });
});

describe("keys", () => {
  it.each([
    ["ArrowRight", 4, 5],
    ["ArrowLeft", 0, 0],
    ["ArrowUp", 1, 1],
    ["ArrowUp", 5, 2],
    ["ArrowDown", 6, 7],
    ["PageDown", 1, 7],
    ["Home", 5, 0],
    ["End", 0, 7],
    ["x", 0, null],
  ])("%s leads from %d to %j", (key, from, to) => {
    expect(step(key, from, 8, 3, 2)).toBe(to);
  });

  it("lead nowhere without pictures", () => {
    expect(step("End", 0, 0, 3, 2)).toBeNull();
  });
});
