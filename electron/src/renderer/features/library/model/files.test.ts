import { expect, it } from "vitest";
import { changesText, toTake, toWrite } from "./files";

it("counts what a plan would do", () => {
  expect(toWrite({ new: 3, replaced: 2, same: 9, exists: 1, failed: 1, without: 4 })).toBe(5);
  expect(toTake({ files: 2, without: 0, added: 3, removed: 1, new_tags: [], edit: null })).toBe(4);
});

it("says which tags come and go", () => {
  expect(changesText(["하늘", "바다"], ["old"])).toBe("+ 하늘, + 바다, − old");
  expect(changesText([], [])).toBe("");
});
