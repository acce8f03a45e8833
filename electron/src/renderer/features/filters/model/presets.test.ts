import { expect, it } from "vitest";
import { carriedPresets } from "./presets";

it("reads what the commands and the app write", () => {
  const one = { name: "문서", query: "format:psd" };
  expect(carriedPresets({ presets: [{ ...one, id: 3 }] })).toEqual([one]);
  expect(carriedPresets([one])).toEqual([one]);
});

it.each([null, 3, "x", {}, { presets: 1 }, [{ name: "a" }], [null]])("finds no presets in %j", (value) => {
  expect(carriedPresets(value)).toBeNull();
});
