import { describe, expect, it } from "vitest";
import { below, counted, fateOf, going, type Row, reasons, same, shown } from "./plan";

function row(status: Row["status"], source: string, target: string | null, more: Partial<Row> = {}): Row {
  return { status, source, target, message: null, ...more };
}

const go = row("OK", "/g/a.png", "/g/미쿠.png");
const stay = row("OK", "/g/b.png", "/g/b.png");
const twice = row("OK", "/g/c.png", "/g/미쿠@@@1.png");
const conflict = row("CONFLICT", "/g/d.png", null, {
  matches: [
    { variable: "인물", value: "미쿠", tags: ["miku"] },
    { variable: "인물", value: "루카", tags: ["luka", "pink hair"] },
  ],
});
const partial = row("PARTIAL", "/g/e.png", "/g/미쿠/e.png", { folder: "미쿠", near: [] });
const rows = [go, stay, twice, conflict, partial];

it("knows what becomes of a picture", () => {
  expect(rows.map(fateOf)).toEqual(["go", "stay", "go", "conflict", "partial"]);
  expect(fateOf(row("SKIP", "/a", "/a"))).toBe("skip");
  expect(counted(rows)).toMatchObject({ go: 2, stay: 1, conflict: 1, partial: 1, error: 0 });
  expect(going(rows)).toBe(3);
});

it("shows rows of a fate and with a text in either path, composed or not", () => {
  expect(shown(rows, null, "")).toBe(rows);
  expect(shown(rows, "go", "")).toEqual([go, twice]);
  expect(shown(rows, null, "미쿠".normalize("NFD"))).toEqual([go, twice, partial]);
  expect(shown(rows, "stay", "C.PNG")).toEqual([]);
});

it("sees when a plan is not what it was", () => {
  expect(same(rows, [...rows].reverse())).toBe(true);
  expect(same(rows, rows.slice(1))).toBe(false);
  expect(same([go], [row("OK", "/g/a.png", "/g/미쿠@@@1.png")])).toBe(false);
});

it("writes paths as they stand below a folder, on any system", () => {
  expect(below("/g", "/g/a/b.png")).toBe("a/b.png");
  expect(below("/g/", "/g/a.png")).toBe("a.png");
  expect(below("C:\\g", "C:\\g\\a.png")).toBe("a.png");
  expect(below("/g", "/gg/a.png")).toBe("/gg/a.png");
  expect(below("", "/a.png")).toBe("a.png");
});

describe("reasons", () => {
  const keys = (one: Row) => reasons(one).map(({ key }) => key);

  it("says nothing where there is nothing to say", () => {
    expect(reasons(go)).toEqual([]);
  });

  it("names every value that fits, with its tags", () => {
    expect(reasons(conflict)).toEqual([
      { key: "app.archive.why.several", values: { variable: "인물", values: "미쿠 (miku) · 루카 (luka, pink hair)" } },
    ]);
  });

  it("says what is missing to the nearest values, and when there are none", () => {
    const near = [{ variable: "감정", value: "눈물", missing: ["sad", "tears"] }];
    expect(reasons(row("UNKNOWN", "/g/a.png", null, { near }))).toEqual([
      { key: "app.archive.why.lacks", values: { variable: "감정", value: "눈물", tags: "sad, tears" } },
    ]);
    expect(keys(row("UNKNOWN", "/g/a.png", null, { near: [] }))).toEqual(["app.archive.why.none"]);
    expect(keys(row("UNKNOWN", "/g/a.png", null, { message: "no metadata" }))).toEqual(["app.archive.why.no_prompt"]);
  });

  it("tells numbers, parts, what is right already, errors and what there is not to do", () => {
    expect(reasons(twice)).toEqual([{ key: "app.archive.why.numbered", values: { number: "1" } }]);
    expect(keys(partial)).toEqual(["app.archive.why.partial", "app.archive.why.none"]);
    expect(keys(stay)).toEqual(["app.archive.why.same"]);
    expect(reasons(row("ERROR", "/g/a.png", null, { code: "exists" }))).toEqual([
      { key: "app.archive.why.error", values: { code: "exists" } },
    ]);
    expect(keys(row("SKIP", "/g/a.png", null))).toEqual(["app.archive.why.skip"]);
  });
});
