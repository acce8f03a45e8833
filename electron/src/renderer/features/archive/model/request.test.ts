import { describe, expect, it } from "vitest";
import { type Draft, EMPTY, withValue, withVariable } from "./draft";
import { problems } from "./problems";
import { formOf, tidyFolder } from "./query";
import { keyOf, request } from "./request";

const who = withValue(withVariable({ ...EMPTY, folder: "/g" }, "인물"), 1, "미쿠", ["miku"]);
const both = withValue(withVariable(who, "감정"), 3, "웃음", ["smile"]);
const keys = (draft: Draft) => problems(draft).map(({ key }) => key.replace("app.archive.problem.", ""));

describe("a request", () => {
  it("asks for the variables that the pattern names only, in its order", () => {
    const { op, payload } = request({ ...both, pattern: "[감정] [인물]" });
    expect([op, payload]).toMatchObject(["rename", { order: ["감정", "인물"], template: "[감정] [인물]" }]);
    expect(request({ ...both, pattern: "[인물]" }).payload).toMatchObject({
      variables: [{ name: "인물", values: [{ name: "미쿠", tags: ["miku"] }] }],
    });
  });

  it("makes levels out of variables, and takes numbers off without any", () => {
    const move = request({ ...both, kind: "move", levels: [3, 1, 9], target: " /out " });
    expect(move).toMatchObject({ op: "move", payload: { variable_tree: ["감정", "인물"], target_root: "/out" } });
    expect(request({ ...both, kind: "strip_suffix" })).toMatchObject({ op: "strip_suffix", payload: { folder: "/g" } });
  });

  it("never says by itself that anything is to be done", () => {
    for (const kind of ["rename", "move", "strip_suffix"] as const) {
      expect(request({ ...both, kind }).payload).not.toHaveProperty("dry_run");
    }
  });

  it("has another key when anything of it changes", () => {
    const first = keyOf(request(both));
    expect(keyOf(request({ ...both }))).toBe(first);
    expect(keyOf(request({ ...both, prefix: true }))).not.toBe(first);
  });
});

describe("problems", () => {
  it("are none in a draft that can be planned", () => {
    expect(keys({ ...both, pattern: "[인물]_[감정]" })).toEqual([]);
  });

  it("say what is missing", () => {
    expect(keys(EMPTY)).toEqual(["folder", "variables"]);
    expect(keys({ ...EMPTY, kind: "strip_suffix" })).toEqual(["folder"]);
    expect(keys({ ...who, kind: "move" })).toEqual(["target", "levels"]);
    expect(keys({ ...who, kind: "move", levels: [1], target: "/o", level: "x" })).toEqual(["level"]);
    expect(keys(withVariable({ ...EMPTY, folder: "/g" }, "빈"))).toEqual(["empty"]);
  });

  it("name what a pattern does not know, and a pattern without variables", () => {
    expect(keys({ ...who, pattern: "[인물]_[없음]" })).toEqual(["unknown"]);
    expect(keys({ ...who, pattern: "x" })).toEqual(["pattern"]);
  });

  it("find names that are missing or there twice", () => {
    expect(keys(withVariable(who, ""))).toEqual(["nameless"]);
    expect(keys(withVariable(who, "인물"))).toEqual(["twice"]);
    expect(keys(withValue(who, 1, "", ["x"]))).toEqual(["value"]);
    expect(keys(withValue(who, 1, "빈", []))).toEqual(["tagless"]);
  });

  it("find values that cannot be told apart", () => {
    expect(keys(withValue(who, 1, "하츠네", ["MIKU"]))).toEqual(["same"]);
    const part = withValue(who, 1, "웃는 미쿠", ["miku", "smile"]);
    expect(problems(part)).toEqual([
      {
        key: "app.archive.problem.part",
        values: { variable: "인물", one: "미쿠", other: "웃는 미쿠" },
        stops: false,
      },
    ]);
    expect(keys({ ...part, specific: true })).toEqual([]);
  });

  it("stay quick with a large preset", () => {
    let large = withVariable({ ...EMPTY, folder: "/g" }, "many");
    const values = Array.from({ length: 1000 }, (_, at) => ({
      id: at + 2,
      name: `v${at}`,
      tags: ["common", `t${at}`],
    }));
    large = { ...large, variables: large.variables.map((one) => ({ ...one, values })) };
    expect(keys(large)).toEqual([]);
  });
});

it("looks for tags below the folder, wanted and unwanted ones", () => {
  expect(formOf({ folder: "/g", with: [["a"], ["b", "파란 눈"]], without: ["c"] })).toEqual({
    parts: [
      { kind: "filter", name: "folder", value: "/g", negated: false },
      { kind: "filter", name: "prompt_tag", value: "a", negated: false },
      { kind: "filter", name: "prompt_tag", value: "b | 파란 눈", negated: false },
      { kind: "filter", name: "prompt_tag", value: "c", negated: true },
    ],
    sort: { by: "name" },
  });
});

it("takes the separator off the end of a folder, but not off a root", () => {
  expect(["/a/b/ ", "/", "C:\\", "D:\\x\\"].map(tidyFolder)).toEqual(["/a/b", "/", "C:\\", "D:\\x"]);
});
