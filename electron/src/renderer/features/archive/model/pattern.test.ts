import { describe, expect, it } from "vitest";
import { inserted, pieces, renamedIn, used } from "./pattern";

describe("pieces of a pattern", () => {
  it("tells texts, variables and unknown names apart", () => {
    expect(pieces("a_[인물] [who]", ["인물"])).toEqual([
      { text: "a_", at: 0, name: null, known: false },
      { text: "[인물]", at: 2, name: "인물", known: true },
      { text: " ", at: 6, name: null, known: false },
      { text: "[who]", at: 7, name: "who", known: false },
    ]);
  });

  it("reads names with signs of patterns, the longer one first", () => {
    expect(pieces("[a+b][a", ["a+b", "a"]).map(({ text, known }) => [text, known])).toEqual([
      ["[a+b]", true],
      ["[a", false],
    ]);
  });

  it("puts together what it took apart", () => {
    for (const pattern of ["", "[", "][", "[[a]]", "[a][b]c", "가[a]나"]) {
      expect(
        pieces(pattern, ["a"])
          .map(({ text }) => text)
          .join(""),
      ).toBe(pattern);
    }
  });
});

it("uses the variables that it names, each once, or all where it names none", () => {
  expect(used("[b]-[a]-[b]-[c]", ["a", "b"])).toEqual(["b", "a"]);
  expect(used(" ", ["a", "", "b"])).toEqual(["a", "b"]);
  expect(used("x", ["a"])).toEqual([]);
});

it("takes in a variable at the caret, apart from its neighbours", () => {
  expect(inserted("", "a")).toBe("[a]");
  expect(inserted("[a]", "b")).toBe("[a]_[b]");
  expect(inserted("x[a]", "b", 1)).toBe("x[b]_[a]");
});

it("renames a variable wherever it stands", () => {
  expect(renamedIn("[a][ab][a]", "a", "c")).toBe("[c][ab][c]");
});
