import { describe, expect, it } from "vitest";
import { chosenBy, family, movable, withWord, words } from "./tags";
import type { Tag } from "./tree";

const tag = (name: string, parent: string | null = null): Tag => ({ name, parent, aliases: [], color: null, files: 1 });
const tags = [tag("동물"), tag("고양이", "동물"), tag("아기 고양이", "고양이"), tag("하늘")];

describe("tags in their tree", () => {
  it("have a family, also where they stand in a circle", () => {
    expect([...family(tags, "동물")]).toEqual(["동물", "고양이", "아기 고양이"]);
    expect([...family([tag("a", "b"), tag("b", "a")], "a")]).toEqual(["a", "b"]);
  });

  it("hang below others, but not below themselves, and only where that changes anything", () => {
    expect(movable(tags, ["고양이", "하늘"], "하늘")).toEqual(["고양이"]);
    expect(movable(tags, ["동물", "하늘"], "아기 고양이")).toEqual(["하늘"]);
    expect(movable(tags, ["고양이", "하늘"], "")).toEqual(["고양이"]);
    expect(movable(tags, ["고양이"], "동물")).toEqual([]);
    expect(movable(tags, ["gone"], "하늘")).toEqual([]);
  });
});

describe("words", () => {
  it("stand between commas, each once", () => {
    expect(words(" 하늘,, 바다 ,하늘")).toEqual(["하늘", "바다"]);
    expect(words(" ")).toEqual([]);
  });

  it("are added, and taken away again", () => {
    expect(withWord("하늘", "바다")).toBe("하늘, 바다");
    expect(withWord("하늘, 바다", "하늘")).toBe("바다");
  });
});

it("chooses one tag, or one more or less", () => {
  expect([...chosenBy(new Set(["a", "b"]), "c", false)]).toEqual(["c"]);
  expect([...chosenBy(new Set(["a", "b"]), "b", true)]).toEqual(["a"]);
  expect([...chosenBy(new Set(["a"]), "b", true)]).toEqual(["a", "b"]);
});
