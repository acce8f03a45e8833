import type { ParsedQuery } from "@contract";
import { describe, expect, it } from "vitest";
import { chipText, filterValue, filterValues, withoutFilters, withToggled, withValue } from "./parts";

const query: ParsedQuery = {
  text: "고양이 tag:cat,강아지 -tag:old rating:>=4",
  parts: [
    { kind: "word", text: "고양이", negated: false },
    { kind: "filter", name: "tag", value: "old", negated: true },
    { kind: "filter", name: "tag", value: "cat,강아지", negated: false },
    { kind: "filter", name: "rating", value: ">=4", negated: false },
  ],
  sort: { by: "date", descending: true, seed: null },
  notes: [],
};

describe("a query taken apart", () => {
  it("reads filters that are not negated", () => {
    expect(filterValue(query.parts, "rating")).toBe(">=4");
    expect(filterValue(query.parts, "folder")).toBeNull();
    expect(filterValues(query.parts, "tag")).toEqual(["cat", "강아지"]);
  });

  it("replaces, adds and removes a filter in its place and keeps the order of results", () => {
    expect(withValue(query, "rating", "5").parts?.at(-1)).toEqual({ kind: "filter", name: "rating", value: "5" });
    expect(withValue(query, "format", "psd").parts).toHaveLength(5);
    const less = withValue(query, "tag", null);
    expect(less.parts?.map((part) => part.value ?? part.text)).toEqual(["고양이", "old", ">=4"]);
    expect(less.sort).toEqual(query.sort);
  });

  it("switches one of several values, and the filter off with the last", () => {
    expect(withToggled(query, "tag", "강아지").parts?.[2]?.value).toBe("cat");
    expect(withToggled(query, "tag", "bird").parts?.[2]?.value).toBe("cat,강아지,bird");
    expect(withToggled(query, "rating", ">=4").parts).toHaveLength(3);
  });

  it("keeps words alone, and writes chips", () => {
    expect(withoutFilters(query).parts).toHaveLength(1);
    expect(query.parts.map((part) => chipText(part, (name) => (name === "tag" ? "태그" : name)))).toEqual([
      "고양이",
      "−태그: old",
      "태그: cat,강아지",
      "rating: >=4",
    ]);
  });
});
