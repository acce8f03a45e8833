import { describe, expect, it } from "vitest";
import { byReason, reasoned, reasonRows } from "./reasons";

describe("reasons", () => {
  it.each([
    ["corrupt: the header is cut off", "corrupt", "the header is cut off"],
    ["the header is cut off", "other", "the header is cut off"],
    ["C: is gone", "other", "C: is gone"],
    ["too_large: 4\n5", "too_large", "4\n5"],
    ["", "other", ""],
  ])("takes %j apart", (reason, code, rest) => {
    expect(reasoned({ path: "/가.png", reason })).toEqual({ path: "/가.png", code, reason: rest });
  });

  const problem = (path: string, code: string) => ({ path, code, reason: "" });
  const groups = byReason([
    problem("1", "denied"),
    problem("2", "corrupt"),
    problem("3", "corrupt"),
    problem("4", "absent"),
  ]);

  it("puts the most frequent first", () => {
    expect(groups.map(({ code, problems }) => [code, problems.map(({ path }) => path)])).toEqual([
      ["corrupt", ["2", "3"]],
      ["absent", ["4"]],
      ["denied", ["1"]],
    ]);
  });

  it("shows the problems of open ones only", () => {
    const rows = reasonRows(groups, new Set(["corrupt"]));
    expect(
      rows.map((row) => ("head" in row ? row.head : "remedy" in row ? `${row.remedy}!` : row.problem.path)),
    ).toEqual(["corrupt", "corrupt!", "2", "3", "absent", "denied"]);
  });
});
