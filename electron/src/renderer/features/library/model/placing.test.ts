import { describe, expect, it } from "vitest";
import { dropSpot, stepSpot, type Zone, zoneAt } from "./placing";
import type { Collection } from "./tree";

function collection(id: number, parent: number | null = null, query: string | null = null): Collection {
  const times = { created_at: "", updated_at: "" };
  return { id, name: `${id}`, parent, description: "", query, cover: null, files: 0, total: 0, ...times };
}

// 1 (2, 3), 4 (smart), 5
const all = [collection(1), collection(2, 1), collection(3, 1), collection(4, null, "rating:5"), collection(5)];
const one = (id: number) => all.find((row) => row.id === id) as Collection;
const drop = (moved: number, on: number, zone: Zone, folded = false) =>
  dropSpot(all, one(moved), one(on), zone, folded);

describe("a collection that is dropped", () => {
  it("is told its part of the row; a smart one has its edges only", () => {
    expect([2, 16, 30].map((y) => zoneAt(y, 32, true))).toEqual(["before", "into", "after"]);
    expect([2, 15, 16, 30].map((y) => zoneAt(y, 32, false))).toEqual(["before", "before", "after", "after"]);
  });

  it("goes before or after the one it is dropped on, into its place", () => {
    expect(drop(5, 4, "before")).toEqual({ parent: null, before: 4 });
    expect(drop(1, 4, "after")).toEqual({ parent: null, before: 5 });
    expect(drop(4, 5, "after")).toEqual({ parent: null, before: 0 });
    expect(drop(4, 3, "before")).toEqual({ parent: 1, before: 3 });
    expect(drop(3, 5, "after")).toEqual({ parent: null, before: 0 });
  });

  it("is the first inside an unfolded one, or behind a folded one", () => {
    expect(drop(5, 1, "after")).toEqual({ parent: 1, before: 2 });
    expect(drop(5, 1, "after", true)).toEqual({ parent: null, before: 4 });
    expect(drop(3, 1, "after")).toEqual({ parent: 1, before: 2 });
  });

  it("goes into one by hand only, and never inside itself", () => {
    expect(drop(5, 1, "into")).toEqual({ parent: 1, before: 0 });
    expect(drop(5, 4, "into")).toBeNull();
    expect(drop(1, 2, "before")).toBeNull();
    expect(drop(1, 2, "into")).toBeNull();
    expect(drop(1, 1, "before")).toBeNull();
  });

  it("stays where it stands", () => {
    expect(drop(1, 4, "before")).toBeNull();
    expect(drop(5, 4, "after")).toBeNull();
    expect(drop(3, 2, "after")).toBeNull();
    expect(drop(2, 1, "after")).toBeNull();
    expect(drop(2, 1, "into")).toBeNull();
  });
});

describe("a collection that moves by keys", () => {
  it("goes one place among those beside it, and not over the ends", () => {
    expect(stepSpot(all, one(4), -1)).toEqual({ parent: null, before: 1 });
    expect(stepSpot(all, one(1), 1)).toEqual({ parent: null, before: 5 });
    expect(stepSpot(all, one(4), 1)).toEqual({ parent: null, before: 0 });
    expect(stepSpot(all, one(1), -1)).toBeNull();
    expect(stepSpot(all, one(5), 1)).toBeNull();
    expect(stepSpot(all, one(2), -1)).toBeNull();
    expect(stepSpot(all, one(2), 1)).toEqual({ parent: 1, before: 0 });
  });
});
