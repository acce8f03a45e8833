import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import english from "@locales/en-US.json";
import korean from "@locales/ko-KR.json";
import { describe, expect, it } from "vitest";

const FORMS = /_(zero|one|two|few|many|other)$/;
const ROOT = join(import.meta.dirname, "../../..");
const texts = { english: english as Record<string, string>, korean: korean as Record<string, string> };

const ours = (all: Record<string, string>) => Object.keys(all).filter((key) => key.startsWith("app."));
const stems = (all: Record<string, string>) => new Set(ours(all).map((key) => key.replace(FORMS, "")));

/** Every key that a source names in full; keys are never put together. */
function used(): Set<string> {
  const files = readdirSync(ROOT, { recursive: true, encoding: "utf-8" }).filter((name) =>
    /(?<!\.test)\.tsx?$/.test(name),
  );
  const source = files.map((name) => readFileSync(join(ROOT, name), "utf-8")).join("\n");
  return new Set(
    [...source.matchAll(/"(app\.[a-z0-9_.]+)"/g)].map(([, key]) => key ?? "").filter((key) => !OTHERS.has(key)),
  );
}

// The names of actions and of a file look like keys, but are none.
const OTHERS = new Set(
  ["app.palette", "app.left", "app.right", "app.undo", "app.redo", "app.preferences", "app.filters", "app.json"].filter(
    (id) => !stems(texts.english).has(id),
  ),
);
const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([place]) => place).sort();

describe("texts of the app", () => {
  it("are all there and all used", () => {
    expect([...used()].sort()).toEqual([...stems(texts.english)].sort());
    expect([...stems(texts.korean)].sort()).toEqual([...stems(texts.english)].sort());
  });

  it("are not the same in both languages by accident", () => {
    expect(ours(texts.english).filter((key) => texts.english[key] === texts.korean[key])).toEqual([]);
  });

  it("have one form for each number that their language tells apart, with the same places", () => {
    for (const [all, language] of [
      [texts.english, "en-US"],
      [texts.korean, "ko-KR"],
    ] as const) {
      const counted = ours(all)
        .filter((key) => FORMS.test(key))
        .map((key) => key.replace(FORMS, ""));
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const stem of counted) for (const form of forms) expect(all, stem).toHaveProperty([`${stem}_${form}`]);
    }
    for (const key of ours(texts.english))
      expect(placesOf(texts.korean[key] ?? ""), key).toEqual(placesOf(texts.english[key] ?? ""));
  });
});
