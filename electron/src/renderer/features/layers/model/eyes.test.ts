import { describe, expect, it } from "vitest";
import { AS_STORED, changed, type Layer, open, rows, soloed, switched } from "./eyes";

function layer(id: number, name: string, more: Partial<Layer> = {}): Layer {
  const plain = {
    kind: "pixel",
    visible: true,
    opacity: 255,
    blend: "normal",
    bbox: [0, 0, 1, 1] as [number, number, number, number],
    clipping: false,
    mask: false,
    text: null,
  };
  const rest = { fill: 255, fonts: [], effects: [], locks: [], color_label: null, smart_object: null };
  return { id, name, path: [], ...plain, ...rest, ...more };
}

const background = layer(1, "배경");
const group = layer(2, "그룹", { kind: "group" });
const square = layer(3, "사각형", { path: [2] });
const hidden = layer(4, "hidden", { visible: false });
const layers = [background, group, square, hidden];

describe("eyes", () => {
  it("are switched and switched back without a trace", () => {
    const off = switched(background, AS_STORED);
    expect(off).toEqual({ hidden: [1], shown: [], only: null });
    expect(open(background, off)).toBe(false);
    const on = switched(hidden, off);
    expect(on).toEqual({ hidden: [1], shown: [4], only: null });
    expect(changed(switched(hidden, switched(background, on)))).toBe(false);
  });

  it("show one layer alone, and all again", () => {
    const alone = soloed(square, AS_STORED);
    expect(alone.only).toBe(3);
    expect(changed(soloed(square, alone))).toBe(false);
  });
});

describe("rows of the tree", () => {
  const names = (folded: number[], search = "") => rows(layers, new Set(folded), search).map((row) => row.layer.name);

  it("stand as painters see them, the topmost first and members below their group", () => {
    expect(names([])).toEqual(["hidden", "그룹", "사각형", "배경"]);
    expect(rows(layers, new Set(), "").map(({ depth }) => depth)).toEqual([0, 0, 1, 0]);
  });

  it("have what is on artboards, too", () => {
    const board = layer(9, "대지", { kind: "artboard" });
    const onIt = rows([board, layer(10, "그림", { path: [9] })], new Set(), "");
    expect(onIt.map(({ layer: { name }, group, depth }) => [name, group, depth])).toEqual([
      ["대지", true, 0],
      ["그림", false, 1],
    ]);
  });

  it("fold, and unfold for a search, which takes decomposed Hangul too", () => {
    expect(names([2])).toEqual(["hidden", "그룹", "배경"]);
    expect(names([2], "사각".normalize("NFD"))).toEqual(["그룹", "사각형"]);
    expect(names([], "nothing")).toEqual([]);
  });
});
