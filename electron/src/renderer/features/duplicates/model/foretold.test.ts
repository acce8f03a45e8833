import { expect, it } from "vitest";
import { foretold, type Line } from "./foretold";

function line(source: string, status: Line["status"]): Line {
  const common = { id: "1", type: "result", version: 1, preview: null } as const;
  return { ...common, status, source, target: `/중복${source}`, message: null };
}

it("counts what goes, what is there, and tells first what cannot go", () => {
  const told = foretold([line("/a", "OK"), line("/b", "ERROR"), line("/c", "SKIP"), line("/d", "OK")]);
  expect([told.going, told.there, told.refused]).toEqual([2, 1, 1]);
  expect(told.lines.map(({ source }) => source)).toEqual(["/b", "/a", "/c", "/d"]);
});
