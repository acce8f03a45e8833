import { expect, it } from "vitest";
import { alone, asked, type Decided, decide, type Hand, NO_HAND, picking, staying, without } from "./decided";
import { duplicate, group } from "./samples";

const three = group(duplicate(1), duplicate(2), duplicate(3));
const by = (hand: Hand): Decided => {
  const decided = decide(three, hand);
  if (!decided) throw new Error("nothing was decided");
  return decided;
};
const ids = (pictures: readonly { id: number }[]) => pictures.map(({ id }) => id);

it("goes by the rules where nothing is said by hand", () => {
  const { keep, others, going, why, picked } = by(NO_HAND);
  expect([keep.id, ids(others), ids(going), picked]).toEqual([1, [2, 3], [2, 3], false]);
  expect(why.get(2)?.by).toBe("largest");
});

it("keeps what was picked, and lets the rest follow in the order of the rules", () => {
  const hand = picking(NO_HAND, [1, 2, 3], 3);
  const { keep, order, others, why, picked } = by(hand);
  expect([keep.id, ids(order), ids(others), picked]).toEqual([3, [1, 2, 3], [1, 2], true]);
  expect(why.get(1)?.by).toBe("picked");
  expect(by(picking(hand, [1, 2, 3], 2)).keep.id).toBe(2);
  expect(by(picking(hand, [1, 2, 3], 3)).keep.id).toBe(1);
});

it("lets single pictures stay, and a picked one no longer", () => {
  const hand = staying(NO_HAND, 2);
  expect(ids(by(hand).going)).toEqual([3]);
  expect(ids(by(staying(hand, 2)).going)).toEqual([2, 3]);
  expect(picking(hand, [1, 2, 3], 2).stays.size).toBe(0);
});

it("leaves a group alone and takes it in again", () => {
  const hand = alone(NO_HAND, by(NO_HAND));
  expect(by(hand).going).toEqual([]);
  expect(by(alone(hand, by(hand))).going).toHaveLength(2);
});

it("asks for the groups of which anything goes", () => {
  expect(asked([by(NO_HAND), by(alone(NO_HAND, by(NO_HAND)))])).toEqual([{ keep: 1, others: [2, 3] }]);
});

it("forgets what was said of groups that are done with", () => {
  const hand = staying(picking(staying(NO_HAND, 2), [1, 2, 3], 3), 9);
  const { picks, stays } = without(hand, [by(hand)]);
  expect([[...picks], [...stays]]).toEqual([[], [9]]);
});

it("decides nothing where the kept picture is gone meanwhile", () => {
  expect(decide({ ...three, pictures: [duplicate(2)] }, NO_HAND)).toBeNull();
});
