import { expect, it } from "vitest";
import { scoreOf } from "./score";

it("asks for every word, in any order", () => {
  expect(scoreOf("view.list", "list show", ["Show as list"])).toBe(1);
  expect(scoreOf("view.list", "list grid", ["Show as list"])).toBe(0);
});

it("takes composed and decomposed Hangul for the same", () => {
  expect(scoreOf("view.list", "목록".normalize("NFD"), ["목록으로 보기"])).toBe(1);
});

it("prefers beginnings of words, and offers everything while nothing is typed", () => {
  expect(scoreOf("a", "ist", ["Show as list"])).toBeLessThan(scoreOf("a", "list", ["Show as list"]));
  expect(scoreOf("a", "", ["Show as list"])).toBe(1);
});
