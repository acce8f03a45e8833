import { expect, it } from "vitest";
import { step } from "./steps";

const from = { group: 5, place: 1 };

it.each([
  ["ArrowDown", { group: 6, place: 0 }],
  ["ArrowUp", { group: 4, place: 0 }],
  ["PageDown", { group: 8, place: 0 }],
  ["Home", { group: 0, place: 0 }],
  ["End", { group: 9, place: 0 }],
  ["ArrowRight", { group: 5, place: 2 }],
  ["ArrowLeft", { group: 5, place: 0 }],
  ["a", null],
])("%s", (key, to) => {
  expect(step(key, from, 10, 3)).toEqual(to);
});

it("stops at the ends", () => {
  expect(step("ArrowDown", { group: 9, place: 0 }, 10, 2)).toEqual({ group: 9, place: 0 });
  expect(step("ArrowRight", { group: 9, place: 1 }, 10, 2)).toEqual({ group: 9, place: 1 });
  expect(step("ArrowUp", { group: 0, place: 1 }, 0, 0)).toEqual({ group: 0, place: 0 });
});
