import { expect, it } from "vitest";
import { LOOKING, toggled, wantedOf } from "./store";

it("turns kinds on and off, and keeps at least one", () => {
  expect(toggled(["exact", "hash"], "pixels")).toEqual(["exact", "pixels", "hash"]);
  expect(toggled(["exact", "hash"], "exact")).toEqual(["hash"]);
  expect(toggled(["hash"], "hash")).toEqual(["hash"]);
});

it("asks for limits only where their kind counts", () => {
  expect(wantedOf(LOOKING, "하늘")).toEqual({ query: "하늘", kinds: ["exact", "hash"], bits: 6 });
  expect(wantedOf({ ...LOOKING, kinds: ["vector"] }, "")).toEqual({ query: "", kinds: ["vector"], cosine: 0.97 });
});
