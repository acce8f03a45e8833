import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULTS } from "@/shared/settings";
import {
  formerly,
  isTold,
  type Line,
  matching,
  mine,
  mineChanged,
  sectionOf,
  sections,
  type Told,
  wrong,
} from "./lines";
import { CHOICES, WORDS } from "./words";

/** The settings as the back end tells them; its own tests hold this conversation true. */
function told(): Told[] {
  const path = join(import.meta.dirname, "../../../../../../tests/golden/transcripts/settings_get.txt");
  const done = readFileSync(path, "utf-8")
    .split("\n")
    .find((line) => line.startsWith("< ") && line.includes('"type":"done"'));
  return JSON.parse((done ?? "").slice(2)).payload.settings;
}

describe("words", () => {
  it("are there for every setting of the back end and of the user, and for no other", () => {
    const keys = [...told(), ...mine(DEFAULTS)].map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(40);
    expect(Object.keys(WORDS).sort()).toEqual([...keys].sort());
    expect(told().every(isTold)).toBe(true);
  });

  it("are there for the choices that are no names", () => {
    const named = new Set(["en-US", "ko-KR", "builtin", "standard", "pro", "ultra"]);
    const choices = [...told(), ...mine(DEFAULTS)].flatMap((line) => line.choices);
    expect(choices.filter((one) => !(one in CHOICES) && !named.has(one))).toEqual([]);
  });
});

describe("lines", () => {
  it("of the user say what is another than it was", () => {
    const [language, theme] = mine({ ...DEFAULTS, theme: "light" });
    expect([language?.source, theme?.source, theme?.value, theme?.default]).toEqual(["default", "me", "light", "dark"]);
    expect(mineChanged("me.tile", 200)).toEqual({ tile: 200 });
    expect(mineChanged("me.theme", null)).toEqual({ theme: "dark" });
    expect(mineChanged("scan.hidden", true)).toEqual({});
  });

  it("stand under headings", () => {
    expect(["language", "models.captions.url", "models.tier", "me.author", "unheard.of"].map(sectionOf)).toEqual([
      "general",
      "captions",
      "models",
      "person",
      "general",
    ]);
    const found = sections(told());
    expect(found.flatMap(({ lines }) => lines)).toHaveLength(told().length);
    expect(found[0]?.section).toBe("library");
  });

  it("are found by name, help and key, in Korean whichever way it is composed", () => {
    const say = ({ key }: Line) => (key === "scan.exclude" ? "제외할 항목" : "");
    const keys = (typed: string) => matching(told(), typed, say).map(({ key }) => key);
    expect(keys("항목 제외할")).toEqual(["scan.exclude"]);
    expect(keys("항목".normalize("NFD"))).toEqual(["scan.exclude"]);
    expect(keys("CAPTIONS url")).toEqual(["models.captions.url"]);
    expect(keys("")).toHaveLength(told().length);
    expect(keys("nothing like it")).toEqual([]);
  });

  it.each([
    ["models.captions.url", "text", "ollama", "app.settings.wrong.address"],
    ["models.captions.url", "text", "http://", "app.settings.wrong.address"],
    ["models.hub", "text", "https://hub.example", null],
    ["models.folder", "path", "models", "app.settings.wrong.path"],
    ["models.folder", "path", "C:\\models", null],
    ["models.folder", "path", "~/모델", null],
    ["models.folder", "path", null, null],
    ["scan.exclude", "texts", "anything", null],
  ] as const)("%s (%s) with %j: %s", (key, kind, value, problem) => {
    expect(wrong({ key, kind }, value)).toBe(problem);
  });

  it("know how they were", () => {
    const [line] = told();
    if (!line) throw new Error("no settings");
    expect(formerly({ ...line, source: "default", value: "x" })).toBeNull();
    expect(formerly({ ...line, source: "file", value: "x" })).toBe("x");
  });
});
