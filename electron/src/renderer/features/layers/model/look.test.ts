import { expect, it } from "vitest";
import { BLENDS, onCanvas, signOf } from "./look";

it("has a word for every way to mix that is worth a word", () => {
  expect(Object.keys(BLENDS)).toHaveLength(28 - 2); // all but normal and pass through
});

it("tells layers with pixels from those without", () => {
  const kinds = ["group", "artboard", "pixel", "smartobject", "type", "solidcolorfill", "curves", "huesaturation"];
  expect(kinds.map((kind) => signOf({ kind }))).toEqual([
    "group",
    "group",
    "picture",
    "picture",
    "text",
    "fill",
    "adjustment",
    "adjustment",
  ]);
});

it("knows what lies beside the canvas", () => {
  expect(onCanvas({ bbox: [-5, -5, 1, 1] }, 10, 10)).toBe(true);
  expect(onCanvas({ bbox: [10, 0, 20, 5] }, 10, 10)).toBe(false);
  expect(onCanvas({ bbox: [0, 0, 0, 0] }, 10, 10)).toBe(false);
});
