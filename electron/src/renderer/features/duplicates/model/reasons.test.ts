import { expect, it } from "vitest";
import { valueText } from "./reasons";

it.each([
  ["resolution", 1_920_000, "1.92 MP"],
  ["resolution", 24_000_000, "24 MP"],
  ["largest", 2_450_000, "2.5 MB"],
  ["rating", 4, "4"],
  ["rating", null, "–"],
  ["format", "psd", "PSD"],
  ["folder", "/사진/원본", "/사진/원본"],
  ["path", "/사진/원본/a.png", "a.png"],
  ["shortest_path", 1234, "1,234"],
])("writes what %s tells: %s", (by, value, told) => {
  expect(valueText(by, value, "en-US")).toBe(told);
});

it("writes days of times", () => {
  expect(valueText("oldest", Date.UTC(2024, 4, 2, 12, 30, 7), "en-US")).toMatch(/^5\/2\/24, .*:30:07/);
});
