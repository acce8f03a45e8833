import { describe, expect, it } from "vitest";
import { layoutOf, rowsOf } from "./layout";
import { drawn, heightOf, hurried, offsetOf, type Strip, scrolledTo, showing, TALLEST, topOf } from "./strip";

const layout = { columns: 5, width: 190, height: 230, gap: 10, pad: 12 };
const strip: Strip = { layout, rows: 1000, seen: 720 };

describe("a strip of rows", () => {
  it("is as tall as its rows", () => {
    expect(heightOf(strip)).toBe(1000 * 240 - 10 + 24);
    expect(heightOf({ ...strip, rows: 0 })).toBe(0);
    expect(topOf(strip, 2)).toBe(492);
  });

  it("draws what is seen, a screen ahead and a little behind", () => {
    expect(drawn(strip, 240 * 100 + 12, 1)).toEqual({ from: 100, to: 103, first: 98, last: 107, base: 64 });
    expect(drawn(strip, 240 * 100 + 12, -1)).toEqual({ from: 100, to: 103, first: 96, last: 105, base: 64 });
    expect(drawn(strip, 0, -1)).toMatchObject({ from: 0, first: 0, base: 0 });
    expect(drawn(strip, 1e9, 1)).toMatchObject({ to: 999, last: 999 });
    expect(drawn({ ...strip, rows: 0 }, 0, 1)).toEqual({ from: 0, to: 0, first: 0, last: 0, base: 0 });
  });

  it("draws nothing besides where it flies past", () => {
    expect(drawn(strip, 240 * 100 + 12, 0)).toMatchObject({ from: 100, to: 103, first: 100, last: 103 });
    expect(hurried(1000, 16, strip)).toBe(true);
    expect(hurried(-6000, 100, strip)).toBe(true);
    expect(hurried(100, 16, strip)).toBe(false);
    expect(hurried(3_000_000, 1000, strip)).toBe(false);
    expect(hurried(60, 0, strip)).toBe(false);
  });

  it("moves no farther than a row needs to be seen whole", () => {
    expect(showing(strip, 2400, 11)).toBe(2400);
    expect(showing(strip, 2400, 3)).toBe(720);
    expect(showing(strip, 0, 10)).toBe(12 + 2400 + 230 + 12 - 720);
  });
});

describe("a million pictures", () => {
  const rows = rowsOf(layoutOf("list", 176, 900), 1_000_000);
  const tall: Strip = { layout: layoutOf("list", 176, 900), rows, seen: 800 };

  it("stand in an element that browsers can draw, all within reach", () => {
    expect(heightOf(tall)).toBe(TALLEST);
    const end = offsetOf(tall, TALLEST - 800);
    expect(drawn(tall, end, 1)).toMatchObject({ to: rows - 1 });
    expect(topOf(tall, rows - 1) + tall.layout.height).toBeCloseTo(end + 800 - tall.layout.pad);
    expect(offsetOf(tall, 0)).toBe(0);
  });

  it("are found again where they were left", () => {
    for (const row of [0, 1, 499_999, 999_000]) {
      const offset = topOf(tall, row);
      expect(offsetOf(tall, scrolledTo(tall, offset))).toBeCloseTo(offset);
    }
    expect(scrolledTo(tall, 1e12)).toBeCloseTo(TALLEST - 800);
    expect(scrolledTo(tall, -5)).toBe(0);
  });
});
