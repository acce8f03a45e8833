import { describe, expect, it } from "vitest";
import {
  changedLike,
  keyOf,
  type Like,
  labelOf,
  MOST_WELLS,
  onlyMinus,
  pictureLike,
  referencesOf,
  type Well,
  withLike,
  withoutLike,
} from "./wells";

const cat = pictureLike(3, { digest: "aa", path: "/그림/고양이.png" });
const face: Like = { kind: "layer", id: 12, layer: 7, name: "얼굴" };
const night: Like = { kind: "words", words: "밤 하늘" };
const file: Like = { kind: "file", path: "/tmp/1", shown: "blob:1", name: "1.png" };

describe("wells", () => {
  it("hold a thing once, on the side where it was put last", () => {
    const both = withLike(withLike([], cat, false), cat, true);
    expect(both).toEqual([{ like: cat, minus: true, weight: 1 }]);
    expect(withLike(both, face, false).map(({ like }) => labelOf(like))).toEqual(["고양이.png", "얼굴"]);
    expect(withoutLike(both, keyOf(cat))).toEqual([]);
  });

  it("name a picture by its number while nothing else is known of it", () => {
    expect(labelOf(pictureLike(12))).toBe("#12");
  });

  it("tell a picture from a layer of it", () => {
    expect(keyOf({ ...face, id: 3, layer: 0 })).not.toBe(keyOf(cat));
  });

  it("are no more than can be asked for", () => {
    const many = Array.from({ length: MOST_WELLS + 3 }, (_, at): Like => ({ kind: "words", words: `${at}` }));
    expect(many.reduce<Well[]>((wells, like) => withLike(wells, like, false), [])).toHaveLength(MOST_WELLS);
  });
});

describe("the question that they make", () => {
  const wells = [cat, face, file].reduce<Well[]>((all, like) => withLike(all, like, false), []);

  it("names each by what it is, with its weight and side", () => {
    const asked = changedLike(withLike(wells, night, true), keyOf(face), { weight: 0.5 });
    expect(referencesOf(asked, "any", false)).toEqual({
      references: [
        { picture: 3 },
        { picture: 12, layer: 7, weight: 0.5 },
        { path: "/tmp/1" },
        { words: "밤 하늘", minus: true },
      ],
      mode: "any",
    });
  });

  it("needs no mode for one, and none at all without them", () => {
    expect(referencesOf(withLike([], cat, false), "any", false)).toEqual({ references: [{ picture: 3 }] });
    expect(referencesOf([], "any", true)).toEqual({});
  });

  it("is none where it says only what is not wanted, unless words say the rest", () => {
    const unlike = withLike([], night, true);
    expect(onlyMinus(unlike)).toBe(true);
    expect(referencesOf(unlike, "all", false)).toEqual({});
    expect(referencesOf(unlike, "all", true)).toEqual({ references: [{ words: "밤 하늘", minus: true }] });
  });
});
