import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { clashes, isKept, read, withKeys, withMore, withoutKeys, written } from "./keymap";
import { ELSEWHERE, type Known, known } from "./known";

function action(id: string, keys: string[], place: Known["place"] = "app"): Known {
  return { id, label: "app.action.palette", group: "app", keys, place };
}

const open = action("open", ["enter"], "pictures");
const find = action("find", ["/", "mod+f"]);
const close = action("close", ["escape", "enter"], "viewer");
const all = [open, find, close];

describe("clashes", () => {
  it("are told between what is on one screen, not between the viewer and what it hides", () => {
    expect(clashes(all, {}, "open", "/")).toEqual([find]);
    expect(clashes(all, {}, "find", "enter")).toEqual([open]);
    expect(clashes(all, {}, "close", "/")).toEqual([]);
    expect(clashes(all, { find: ["x"] }, "open", "/")).toEqual([]);
    expect(clashes(all, {}, "nobody", "/")).toEqual([]);
  });

  it("are resolved by taking the keys from the other", () => {
    const given = withMore(all, {}, open, "/");
    expect(given).toEqual({ open: ["enter", "/"], find: ["mod+f"] });
    expect(clashes(all, given, "open", "/")).toEqual([]);
  });

  it("are not there among the keys that come with the app", () => {
    const found = ELSEWHERE.flatMap((one) => one.keys.map((keys) => [one.id, clashes(ELSEWHERE, {}, one.id, keys)]));
    expect(found.filter(([, others]) => others?.length)).toEqual([]);
  });
});

describe("keys of an action", () => {
  it("go back to its own, and can be none", () => {
    const without = withoutKeys({}, find, "/");
    expect(without).toEqual({ find: ["mod+f"] });
    expect(withoutKeys(without, find, "mod+f")).toEqual({ find: [] });
    expect(withKeys(without, find, ["/", "mod+f"])).toEqual({});
  });

  it("are four at most, the newest", () => {
    let given = {};
    for (const keys of ["q", "w", "e"]) given = withMore(all, given, find, keys);
    expect(given).toEqual({ find: ["mod+f", "q", "w", "e"] });
    expect(withMore(all, given, find, "q")).toEqual(given);
  });

  it("are none of those that the browser keeps", () => {
    expect(["mod+w", "tab", "f5"].map(isKept)).toEqual([true, true, true]);
    expect(isKept("mod+k")).toBe(false);
  });
});

describe("the file", () => {
  it("gives back what was written", () => {
    const given = { open: ["mod+o"], find: [] };
    expect(read(written(given), all)).toEqual({ given, unknown: 0 });
  });

  it("leaves out what is unknown or no keys", () => {
    const keys = { nobody: ["q"], open: ["mod+w"], find: ["two words"], close: ["q"] };
    expect(read({ format: "imageparser-shortcuts", keys }, all)).toEqual({
      given: { close: ["q"] },
      unknown: 3,
    });
  });

  it.each(["", "[]", "null", '{"keys":{}}', '{"format":"imageparser-shortcuts","keys":[]}'])(
    "is refused: %s",
    (text) => {
      expect(read(text, all)).toBeNull();
    },
  );
});

describe("known actions", () => {
  it("are what is on the screen and what is elsewhere, each once", () => {
    const live = { id: "rate.1", label: "app.action.rate_1", group: "pictures", keys: ["q"], run: vi.fn() } as const;
    const found = known([[live]]);
    expect(found.find(({ id }) => id === "rate.1")).toMatchObject({ keys: ["q"], place: "pictures" });
    expect(found).toHaveLength(ELSEWHERE.length);
  });

  it("are all told: an action of a feature stands in the table", () => {
    const features = join(import.meta.dirname, "../..");
    const sources = readdirSync(features, { recursive: true, encoding: "utf-8" })
      .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
      .map((name) => readFileSync(join(features, name), "utf-8"))
      .filter((text) => text.includes("useActions("));
    const ids = sources.flatMap((text) => [...text.matchAll(/\bid: "([a-z]+\.[a-z_.]+)"/g)].map(([, id]) => id ?? ""));
    const told = new Set([...ELSEWHERE.map(({ id }) => id), "app.right"]);
    expect(ids.length).toBeGreaterThan(10);
    expect(
      ids.filter((id) => !told.has(id)),
      "add them to features/shortcuts/model/known.ts",
    ).toEqual([]);
  });
});
