import { beforeEach, describe, expect, it } from "vitest";
import { MOST, recalled, remembered, useHistory } from "./history";

describe("the history of searches", () => {
  beforeEach(() => {
    localStorage.clear();
    useHistory.setState({ queries: [] });
  });

  it("holds fifty, the latest first, each once", () => {
    for (let number = 1; number <= MOST + 10; number += 1) useHistory.getState().remember(`query ${number}`);
    useHistory.getState().remember("query 30");
    const { queries } = useHistory.getState();
    expect(queries).toHaveLength(50);
    expect(queries.slice(0, 2)).toEqual(["query 30", "query 60"]);
    expect(new Set(queries).size).toBe(50);
  });

  it("is kept in local storage and can be cleared", () => {
    useHistory.getState().remember("고양이");
    expect(localStorage.getItem("imageparser.history")).toContain("고양이");
    useHistory.getState().clear();
    expect(JSON.parse(localStorage.getItem("imageparser.history") ?? "{}").state).toEqual({ queries: [] });
  });

  it("takes composed and decomposed Hangul for the same, and no blanks", () => {
    expect(remembered(["고양이"], " 고양이 ".normalize("NFD"))).toEqual(["고양이"]);
    expect(remembered(["a"], "   ")).toEqual(["a"]);
  });

  it("recalls what contains the typed text, beginnings first", () => {
    const queries = ["the red car", "Red car", "blue"];
    expect(recalled(queries, "red", 5)).toEqual(["Red car", "the red car"]);
    expect(recalled(queries, "", 2)).toEqual(["the red car", "Red car"]);
    expect(recalled(queries, "blue", 5)).toEqual([]);
  });
});
