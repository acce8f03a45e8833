import { describe, expect, it } from "vitest";
import { inserted, merged, moved } from "./suggested";

const tag = { kind: "tag", text: "고양이", insert: "tag:고양이", start: 4, files: 3, key: "tag", alias_of: null };

describe("suggestions", () => {
  it("puts earlier searches first and each once", () => {
    const told = { end: 6, behind: false, suggestions: [{ ...tag, kind: "history", text: "red 고양" }, tag] };
    expect(merged("red 고양", ["red 고양"], told).map(({ kind, end }) => [kind, end])).toEqual([
      ["history", 6],
      ["tag", 6],
    ]);
  });

  it("replaces what it stands for and leaves what follows", () => {
    expect(inserted("red 고양 sort:date", { ...tag, end: 6 })).toEqual({
      text: "red tag:고양이 sort:date",
      cursor: 11,
    });
    expect(inserted("🎨 for", { ...tag, insert: "format:", start: 2, end: 5 })).toEqual({
      text: "🎨 format:",
      cursor: 10,
    });
  });

  it("goes round through no choice", () => {
    expect([moved(-1, 1, 2), moved(1, 1, 2), moved(-1, -1, 2), moved(-1, 1, 0)]).toEqual([0, -1, 1, -1]);
  });
});
