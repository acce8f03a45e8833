import type { QueryPart } from "@contract";
import { describe, expect, it } from "vitest";
import { dropBefore, type Kept, shownCollection, stepBefore } from "./own";

function kept(id: number, name: string, parent: number | null = null, query: string | null = null): Kept {
  return { id, name, parent, query, description: "", cover: null, files: 0, total: 0, created_at: "", updated_at: "" };
}
const within = (value: string, negated = false): QueryPart => ({ kind: "filter", name: "in", value, negated });

describe("the collection that a query shows", () => {
  const all = [kept(1, "작업"), kept(2, "Sky", 1), kept(3, "Sky"), kept(4, "별", null, "rating:5")];

  it("is named by the end of its path", () => {
    expect(shownCollection(all, [within("작업/sky")])?.id).toBe(2);
    expect(shownCollection(all, [within("작업".normalize("NFD"))])?.id).toBe(1);
  });

  it("is none where several have the name, where it is a smart one, or where two are asked for", () => {
    expect(shownCollection(all, [within("sky")])).toBeNull();
    expect(shownCollection(all, [within("별")])).toBeNull();
    expect(shownCollection(all, [within("작업"), within("작업/sky")])).toBeNull();
    expect(shownCollection(all, [within("작업", true)])).toBeNull();
    expect(shownCollection(all, [])).toBeNull();
  });
});

describe("pictures that move by keys", () => {
  const order = [1, 2, 3, 4, 5];
  it.each([
    [[3], -1, 2],
    [[3], 1, 5],
    [[4], 1, null],
    [[1], -1, undefined],
    [[5], 1, undefined],
    [[2, 3], -1, 1],
    [[1, 3], -1, 2],
    [[3, 5], 1, null],
    [[9], 1, undefined],
  ] as const)("%j by %d come before %s", (moved, step, before) => {
    expect(stepBefore(order, new Set<number>(moved), step)).toBe(before);
  });
});

describe("pictures that are dropped", () => {
  const order = [1, 2, 3, 4];
  const drop = (place: number, behind: boolean, ...moved: number[]) =>
    dropBefore((at) => order[at], order.length, new Set(moved), place, behind);

  it("come before or behind the one below the pointer, never before themselves", () => {
    expect(drop(1, false, 4)).toBe(2);
    expect(drop(1, true, 4)).toBe(3);
    expect(drop(1, true, 3)).toBe(4);
    expect(drop(3, true, 1)).toBeNull();
    expect(drop(2, true, 4)).toBeNull();
  });
});
