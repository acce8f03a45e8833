import { describe, expect, it } from "vitest";
import { readRange, readSize, writeRange, writeSize } from "./ranges";

describe("ranges of filters", () => {
  it.each([
    ["3..5", { from: "3", to: "5" }],
    ["..5", { from: null, to: "5" }],
    ["2026-01..", { from: "2026-01", to: null }],
    [">=4", { from: "4", to: null }],
    ["<=9", { from: null, to: "9" }],
    ["4", { from: "4", to: "4" }],
    [null, { from: null, to: null }],
  ])("reads %j", (text, range) => {
    expect(readRange(text)).toEqual(range);
  });

  it.each(["3..5", "..5", "2026-01..", "4"])("writes %s as it was", (text) => {
    expect(writeRange(readRange(text))).toBe(text);
  });

  it("writes no filter for an open range", () => {
    expect(writeRange({ from: null, to: null })).toBeNull();
  });

  it("reads and writes sizes with one side open", () => {
    expect(readSize("2000x1000")).toEqual({ width: 2000, height: 1000 });
    expect(readSize("big")).toEqual({ width: null, height: null });
    expect([writeSize(2000, null, 1), writeSize(null, null, 1)]).toEqual(["2000x1", null]);
  });
});
