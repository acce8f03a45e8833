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

// Texts that are the same in both languages, and why.
const SAME: Record<string, string> = {};
// Words that are no language: examples of what is typed.
const LITERAL = ["my-siglip", "rating:>=4"];

/** Files of the sources without the tests, with their texts. */
function sources(ending: RegExp): [string, string][] {
  return readdirSync(ROOT, { recursive: true, encoding: "utf-8" })
    .filter((name) => ending.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => [name, readFileSync(join(ROOT, name), "utf-8")]);
}

/** Every key that a source names in full; keys are never put together. */
function used(): Set<string> {
  const source = sources(/\.tsx?$/)
    .map(([, text]) => text)
    .join("\n");
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
    const same = ours(texts.english).filter((key) => texts.english[key] === texts.korean[key]);
    expect(same.sort()).toEqual(Object.keys(SAME).sort());
  });

  it("have Korean particles that fit whatever stands in a place before them", () => {
    const after = /\{(?!size\})\w+\}["”’]?(?:을|를|이|가|은|는|과|와|으로|로)(?=[\s.,!?]|$)/;
    // What a number or a name ends in is not known: a counter stands between, or both forms do. Sizes end in 바이트.
    expect(ours(texts.korean).filter((key) => after.test(texts.korean[key] ?? ""))).toEqual([]);
  });

  it("have no blanks at their ends and none doubled", () => {
    const wrong = (text: string) => text !== text.trim() || /\s\s/.test(text);
    for (const all of Object.values(texts)) expect(ours(all).filter((key) => wrong(all[key] ?? ""))).toEqual([]);
  });

  it("are the only words on the screen: no component writes some of its own", () => {
    const written =
      /(?:>\s*[A-Z][a-z]+(?:\s[a-z]+)+\s*<|(?:aria-label|placeholder|title|label)="[A-Za-z가-힣][^"{]*")/g;
    const found = sources(/\.tsx$/).flatMap(([name, text]) =>
      [...text.matchAll(written)].map(([words]) => `${name}: ${words}`),
    );
    expect(found.filter((one) => !LITERAL.some((known) => one.includes(known)))).toEqual([]);
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
