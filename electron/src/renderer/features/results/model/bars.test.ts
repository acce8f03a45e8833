import { expect, it } from "vitest";
import { balanced, strength } from "./bars";

it("counts the first place one, the tenth about half, no place nothing", () => {
  expect(strength({ rank: 1, score: 0.3 })).toBe(1);
  expect(strength({ rank: 11, score: null })).toBe(0.5);
  expect(strength({ rank: null, score: null })).toBe(0);
  expect(strength(undefined)).toBe(0);
});

it("keeps the sum of weights and the proportion of the others", () => {
  const next = balanced({ visual: 0.5, meaning: 0.2, keyword: 0.3 }, "visual", 0);
  expect(next.meaning / next.keyword).toBeCloseTo(2 / 3);
  expect(next.visual + next.meaning + next.keyword).toBeCloseTo(1);
  expect(balanced({ visual: 1, meaning: 0, keyword: 0 }, "visual", 0.4)).toEqual({
    visual: 0.4,
    meaning: 0.3,
    keyword: 0.3,
  });
});
