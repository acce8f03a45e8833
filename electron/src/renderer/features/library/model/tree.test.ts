import { describe, expect, it } from "vitest";
import { branches, type Collection, sizes, type Tag, tagRows } from "./tree";

function collection(id: number, name: string, parent: number | null = null): Collection {
  return {
    id,
    name,
    parent,
    description: "",
    query: null,
    cover: null,
    files: 0,
    total: 0,
    created_at: "",
    updated_at: "",
  };
}

function tag(name: string, parent: string | null = null, aliases: string[] = []): Tag {
  return { name, parent, aliases, color: null, files: 1 };
}

describe("collections", () => {
  it("stand below the one around them, by name, with their paths", () => {
    const rows = branches([
      collection(1, "작업"),
      collection(2, "배경", 1),
      collection(3, "a"),
      collection(4, "가", 1),
    ]);
    expect(rows.map(({ path, depth }) => [path, depth])).toEqual([
      ["a", 0],
      ["작업", 0],
      ["작업/가", 1],
      ["작업/배경", 1],
    ]);
  });
});

describe("tags", () => {
  const tags = [tag("animal"), tag("cat", "animal", ["고양이"]), tag("lost", "gone")];

  it("stand in their tree; one whose parent is gone stands at the root", () => {
    expect(tagRows(tags, "").map((row) => [row.tag.name, row.depth])).toEqual([
      ["animal", 0],
      ["cat", 1],
      ["lost", 0],
    ]);
  });

  it("are found by any of their names", () => {
    expect(tagRows(tags, "고양".normalize("NFD")).map((row) => row.tag.name)).toEqual(["cat"]);
  });
});

describe("the cloud", () => {
  it("has five sizes on a logarithmic scale", () => {
    const made = sizes([
      { tag: "a", files: 1 },
      { tag: "b", files: 100 },
      { tag: "c", files: 10_000 },
    ]);
    expect(made.map(({ size }) => size)).toEqual([0, 2, 4]);
  });

  it("has one size where all occur as often", () => {
    expect(
      sizes([
        { tag: "a", files: 3 },
        { tag: "b", files: 3 },
      ]).map(({ size }) => size),
    ).toEqual([2, 2]);
    expect(sizes([])).toEqual([]);
  });
});
