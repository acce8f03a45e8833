import { expect, it } from "vitest";
import type { FoundPicture } from "@/shared/data";
import { extended, NONE, only, toggled } from "./selection";

const pictures = Array.from({ length: 6 }, (_, id) => ({ id }) as FoundPicture);
const at = (place: number) => pictures[place] as FoundPicture;

it("chooses one, adds with Ctrl, takes away with Ctrl again", () => {
  const one = only(at(2), 2);
  const two = toggled(one, at(4), 4);
  expect([...two.ids.keys()]).toEqual([2, 4]);
  expect([...toggled(two, at(2), 2).ids.keys()]).toEqual([4]);
});

it("extends from the anchor with Shift and forgets the range before", () => {
  const one = only(at(2), 2);
  const down = extended(one, pictures.slice(2, 5), 4, false);
  const up = extended(down, pictures.slice(1, 3), 1, false);
  expect([...up.ids.keys()]).toEqual([1, 2]);
  expect(up).toMatchObject({ anchor: 2, focus: 1 });
  expect([...extended(toggled(NONE, at(0), 0), pictures.slice(3, 5), 4, true).ids.keys()]).toEqual([0, 3, 4]);
});
