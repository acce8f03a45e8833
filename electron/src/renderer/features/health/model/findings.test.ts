import english from "@locales/en-US.json";
import { describe, expect, it } from "vitest";
import {
  aboutOf,
  type Finding,
  type Health,
  isForGood,
  KNOWN_FINDINGS,
  mendedTogether,
  places,
  tablesOf,
  touched,
} from "./findings";

const finding = (code: string, more: Partial<Finding> = {}): Finding => ({
  ...{ code, count: 1, examples: [], repair: "always", repaired: null, ...more },
});

describe("findings", () => {
  it("are all explained", () => {
    const codes = Object.keys(english).flatMap((key) => /^doctor\.(\w+)$/.exec(key)?.[1] ?? []);
    expect(codes.length).toBeGreaterThan(20);
    expect([...KNOWN_FINDINGS].sort()).toEqual(codes.sort());
    expect(aboutOf("of_a_later_version")).toBeNull();
  });

  it("are mended together but for those that have to be named", () => {
    const findings = [finding("a"), finding("b", { repair: "named" }), finding("c", { repair: "never" })];
    expect(mendedTogether({ findings }).map(({ code }) => code)).toEqual(["a"]);
    expect([isForGood("pictures_gone"), isForGood("thumbnails_missing")]).toEqual([true, false]);
  });

  it("tell what a repair did", () => {
    const findings = [finding("a", { repaired: "removed" }), finding("b")];
    const notices = [finding("c", { repaired: "forgotten" })];
    expect(touched({ findings, notices }).map(({ code }) => code)).toEqual(["a", "c"]);
  });
});

describe("disk use", () => {
  const disk: Health["disk"] = {
    ...{ library: 5, thumbnails: 9, codes: 0, backups: 1, models: 0, cache: 2, free: 100 },
    tables: { other: 0, vectors: 2, pictures: 3 },
  };

  it("tells what takes room", () => {
    expect(places(disk).map(({ place }) => place)).toEqual(["library", "thumbnails", "backups", "cache"]);
  });

  it("tells tables by size, where they were read", () => {
    expect(tablesOf(disk)).toEqual([
      { kind: "pictures", bytes: 3 },
      { kind: "vectors", bytes: 2 },
    ]);
    expect(tablesOf({ ...disk, tables: null })).toEqual([]);
  });
});
