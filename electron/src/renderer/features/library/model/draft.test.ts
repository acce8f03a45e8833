import { expect, it } from "vitest";
import { changes, draftOf } from "./draft";
import type { Collection } from "./tree";

const old: Collection = {
  ...{ id: 7, name: "별", description: "좋은 것", parent: 3, query: "rating:5", cover: 12, files: 1, total: 1 },
  ...{ created_at: "", updated_at: "" },
};

it("says nothing where nothing was changed", () => {
  expect(changes(old, draftOf(old))).toEqual({});
});

it("says what was changed, and none as 0", () => {
  const draft = { ...draftOf(old), name: " Stars ", parent: null, query: "rating:>=4 ", cover: null };
  expect(changes(old, draft)).toEqual({ name: "Stars", parent: 0, query: "rating:>=4", cover: 0 });
});

it("takes a description away, and gives no query to a collection by hand", () => {
  const byHand = { ...old, query: null };
  expect(changes(byHand, { ...draftOf(byHand), description: "" })).toEqual({ description: "" });
});
