import { expect, it } from "vitest";
import { limits } from "./scope";

it("limits to a folder, and leaves out what was put aside", () => {
  const aside = { aside: "/사진/중복", without: true };
  expect(limits({ scope: "folder:/사진/여행 1", ...aside })).toEqual([
    { kind: "filter", name: "folder", value: "/사진/여행 1", negated: false },
    { kind: "filter", name: "folder", value: "/사진/중복", negated: true },
  ]);
  expect(limits({ scope: "query", ...aside, without: false })).toEqual([]);
  expect(limits({ scope: "all", aside: "", without: true })).toEqual([]);
});
