import { expect, it } from "vitest";
import { extended, kept, NONE, only, toggled } from "./selection";

it("chooses one, adds with Ctrl, takes away with Ctrl again", () => {
  const one = only(12, 2);
  const two = toggled(one, 14, 4);
  expect([...two.ids]).toEqual([12, 14]);
  expect([...toggled(two, 12, 2).ids]).toEqual([14]);
  expect(only(undefined, 90_000)).toEqual({ ids: new Set(), focus: 90_000, anchor: 90_000 });
});

it("extends from the anchor with Shift and forgets the range before", () => {
  const one = only(12, 2);
  const down = extended(one, [12, 13, 14], 4, false);
  const up = extended(down, [11, 12], 1, false);
  expect([...up.ids]).toEqual([11, 12]);
  expect(up).toMatchObject({ anchor: 2, focus: 1 });
  expect([...extended(toggled(NONE, 10, 0), [13, 14], 4, true).ids]).toEqual([10, 13, 14]);
});

it("keeps what is still a result, and the places of their pictures", () => {
  const chosen = extended(only(12, 2), [12, 13, 14], 4, false);
  expect(kept(chosen, [10, 12, 14], (place) => place - 1)).toEqual({ ids: new Set([12, 14]), focus: 3, anchor: 1 });
  expect(kept(chosen, [14, 13, 12], (place) => place).ids).toBe(chosen.ids);
  expect(kept(NONE, [1], () => 7)).toEqual(NONE);
});
