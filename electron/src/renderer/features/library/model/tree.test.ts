import { describe, expect, it } from "vitest";
import { branches, type Collection, homes, inside, sizes, type Tag, tagRows, unfolded } from "./tree";

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
  it("stand below the one around them, in their order, with their paths", () => {
    const rows = branches([
      collection(1, "작업"),
      collection(2, "배경", 1),
      collection(3, "a"),
      collection(4, "가", 1),
    ]);
    expect(rows.map(({ path, depth }) => [path, depth])).toEqual([
      ["작업", 0],
      ["작업/배경", 1],
      ["작업/가", 1],
      ["a", 0],
    ]);
  });
});

describe("collections that move", () => {
  const smart = { ...collection(5, "별"), query: "rating:5" };
  const all = [collection(1, "작업"), collection(2, "배경", 1), collection(3, "하늘", 2), collection(4, "인물"), smart];
  const [work, , sky] = all as [Collection, Collection, Collection];

  it("know everything inside them, and survive a circle", () => {
    expect([...inside(all, 1)]).toEqual([1, 2, 3]);
    expect([...inside([collection(1, "a", 2), collection(2, "b", 1)], 1)]).toEqual([1, 2]);
  });

  it("go into others by hand that are not inside them", () => {
    expect(homes(all, work).map(({ path }) => path)).toEqual(["인물"]);
    expect(homes(all, sky).map(({ path }) => path)).toEqual(["작업", "작업/배경", "인물"]);
  });

  it("are not shown inside a folded one", () => {
    const paths = (folded: number[]) => unfolded(branches(all), new Set(folded)).map(({ path }) => path);
    expect(paths([2])).toEqual(["작업", "작업/배경", "인물", "별"]);
    expect(paths([1])).toEqual(["작업", "인물", "별"]);
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
