import { expect, it } from "vitest";
import { type Now, picturesOf, scopes } from "./scope";

const now: Now = { chosen: [3, 5], text: "format:psd", compares: false };

it("offers what there is, the narrowest first", () => {
  expect(scopes(now)).toEqual(["chosen", "found", "all"]);
  expect(scopes({ ...now, chosen: [], text: " " })).toEqual(["all"]);
});

it("does not take the text for a search that compares with pictures", () => {
  expect(scopes({ ...now, compares: true })).toEqual(["chosen", "all"]);
});

it("names pictures by numbers or by a query", () => {
  expect(picturesOf("chosen", now)).toEqual({ ids: [3, 5] });
  expect(picturesOf("found", now)).toEqual({ query: "format:psd" });
  expect(picturesOf("all", now)).toEqual({ query: "" });
});
