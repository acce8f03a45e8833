import { expect, it } from "vitest";
import { findOf, finds, type Scanned } from "./scanning";
import { toggleTag, useArchive } from "./store";

const prompted: Scanned = { source: "/a.png", status: "OK", message: null, generator: "NovelAI", tags: 4 };
const bare: Scanned = { source: "/b.png", status: "OK", message: "no metadata", generator: null, tags: 0 };
const broken: Scanned = { source: "/c.png", status: "ERROR", message: "unsupported: no picture" };

it("tells pictures with a prompt, without one, and unreadable ones apart", () => {
  expect([prompted, bare, broken].map(findOf)).toEqual(["prompt", "bare", "failed"]);
  expect(finds([prompted, bare, broken, bare])).toEqual({ prompt: 1, bare: 2, failed: 1 });
});

it("looks for a tag or its absence, never both", () => {
  toggleTag("smile");
  toggleTag("smile", "without");
  expect(useArchive.getState()).toMatchObject({ with: [], without: ["smile"] });
  toggleTag("smile", "without");
  expect(useArchive.getState()).toMatchObject({ with: [], without: [] });
});
