import { describe, expect, it } from "vitest";
import { withAimed } from "./aim";
import {
  type Draft,
  EMPTY,
  fold,
  fromTemplate,
  moved,
  renamed,
  tagsOf,
  toTemplate,
  withoutTag,
  withoutValue,
  withoutVariable,
  withTag,
  withValue,
  withValues,
  withVariable,
} from "./draft";

const character = withValue(withVariable(EMPTY, "인물"), 1, "미쿠", ["hatsune miku"]);

it("folds case, underscores, white space and the composition of Hangul", () => {
  expect(fold("  Long_Hair ")).toBe("long hair");
  expect(fold("하늘".normalize("NFD"))).toBe("하늘");
});

it("reads tags by commas and lines, each once", () => {
  expect(tagsOf("smile, long_hair\nLong Hair, , 1girl")).toEqual(["smile", "long_hair", "1girl"]);
});

describe("a draft", () => {
  it("numbers its variables and values without using a number twice", () => {
    const two = withValue(withVariable(character, "감정"), 3, "웃음", ["smile"]);
    expect(two.variables.map(({ id, values }) => [id, values.map((value) => value.id)])).toEqual([
      [1, [2]],
      [3, [4]],
    ]);
  });

  it("takes a tag once, however it is written, and lets it go", () => {
    const more = withTag(character, 2, ["Hatsune_Miku", "solo"]);
    expect(more.variables[0]?.values[0]?.tags).toEqual(["hatsune miku", "solo"]);
    expect(withoutTag(more, 2, "solo").variables[0]?.values[0]?.tags).toEqual(["hatsune miku"]);
  });

  it("lets the pattern follow when a variable is called otherwise", () => {
    const named: Draft = { ...character, pattern: "[인물]-[인물]_x" };
    expect(renamed(named, 1, "who").pattern).toBe("[who]-[who]_x");
    expect(renamed(withVariable(named, "인물"), 1, "who").pattern).toBe("[인물]-[인물]_x");
  });

  it("moves variables within its ends", () => {
    const two = withVariable(character, "감정");
    expect(moved(two, 3, -1).variables.map(({ name }) => name)).toEqual(["감정", "인물"]);
    expect(moved(two, 1, -1)).toBe(two);
    expect(moved(two, 9, 1)).toBe(two);
  });

  it("forgets a level with its variable, and values", () => {
    expect(withoutVariable({ ...character, levels: [1] }, 1)).toMatchObject({ variables: [], levels: [] });
    expect(withoutValue(character, 2).variables[0]?.values).toEqual([]);
  });

  it("takes values of a preset that it does not have yet", () => {
    const preset = [
      { name: "미쿠", tags: ["HATSUNE_MIKU"] },
      { name: "루카", tags: ["megurine luka"] },
      { name: "루카", tags: ["megurine luka"] },
    ];
    expect(withValues(character, 1, preset).variables[0]?.values.map(({ name }) => name)).toEqual(["미쿠", "루카"]);
  });

  it("goes into a template and comes back, with a pattern where it has none", () => {
    const back = fromTemplate(
      { ...EMPTY, folder: "/a" },
      toTemplate({ ...withVariable(character, "감정"), name: "t" }),
    );
    expect(back).toMatchObject({ folder: "/a", name: "t", pattern: "[인물]_[감정]" });
    expect(fromTemplate({ ...EMPTY, pattern: "x [인물]" }, toTemplate(character)).pattern).toBe("x [인물]");
    expect(toTemplate(back)).toMatchObject(toTemplate({ ...withVariable(character, "감정"), name: "t" }));
  });

  it("keeps its pattern with the template", () => {
    const kept = toTemplate({ ...character, pattern: " [인물]-z " });
    expect(kept.output_template).toBe("[인물]-z");
    expect(fromTemplate({ ...EMPTY, pattern: "[인물]" }, kept).pattern).toBe("[인물]-z");
  });
});

describe("a tag that is pressed", () => {
  it("makes the first variable and its first value", () => {
    const { draft, aim } = withAimed(EMPTY, null, "smile", "이름");
    expect(toTemplate(draft).variables).toEqual([{ name: "이름", values: [{ name: "smile", tags: ["smile"] }] }]);
    expect(aim).toEqual({ variable: 1, value: 2 });
  });

  it("goes to the value that is aimed at, or becomes a new one of its variable", () => {
    expect(withAimed(character, { variable: 1, value: 2 }, "solo", "").draft.variables[0]?.values[0]?.tags).toEqual([
      "hatsune miku",
      "solo",
    ]);
    const made = withAimed(character, { variable: 1, value: null }, "solo", "");
    expect(made.draft.variables[0]?.values).toHaveLength(2);
    expect(made.aim).toEqual({ variable: 1, value: 3 });
  });

  it("is not lost when what it aimed at is gone", () => {
    expect(withAimed(character, { variable: 7, value: 8 }, "solo", "").draft.variables[0]?.values).toHaveLength(2);
  });
});
