import { expect, it } from "vitest";
import { boxesOf, changesOf, type Diff } from "./changes";

const place = { path: [], bbox: [0, 0, 4, 4] as [number, number, number, number] };
const diff: Diff = {
  added: [{ id: 7, name: "새 층", kind: "pixel", path: [] }],
  removed: [{ id: 3, name: "old", kind: "pixel", path: ["그룹"] }],
  renamed: [{ id: 1, was: 2, before: "배경", after: "바탕" }],
  moved: [{ id: 4, was: 4, name: "face", how: ["order"], before: place, after: place }],
  changed: [{ id: 5, was: 6, name: "sky", what: ["opacity"], values: { opacity: { before: 255, after: 128 } } }],
  unchanged: 9,
  picture: null,
  warnings: [],
};

it("lists what happened to each layer with its numbers on both sides", () => {
  expect(changesOf(diff).map(({ kind, name, a, b }) => [kind, name, a, b])).toEqual([
    ["added", "새 층", null, 7],
    ["removed", "old", 3, null],
    ["renamed", "바탕", 2, 1],
    ["moved", "face", 4, 4],
    ["changed", "sky", 6, 5],
  ]);
  expect(changesOf(diff)[2]?.before).toBe("배경");
  expect(changesOf(diff)[4]).toMatchObject({ what: ["opacity"], values: { opacity: { after: 128 } } });
});

it("has boxes only of what can be seen", () => {
  const boxes = boxesOf([
    { id: 1, bbox: [0, 0, 10, 10] },
    { id: 2, bbox: [5, 5, 5, 9] },
  ]);
  expect([...boxes.keys()]).toEqual([1]);
});
