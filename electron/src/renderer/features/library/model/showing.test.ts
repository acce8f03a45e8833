import type { ParsedQuery, QuerySort } from "@contract";
import { expect, it } from "vitest";
import { showing } from "./showing";

const asked = (parts: ParsedQuery["parts"], sort: QuerySort | null = null): ParsedQuery => ({
  text: "",
  parts,
  sort,
  notes: [],
});
const IN = { kind: "filter", name: "in", value: "작업" } as const;
const WORD = { kind: "word", text: "sky" } as const;

it("shows a collection by hand in its own order, a smart one in that of now", () => {
  expect(showing(asked([]), "작업", { byHand: true, shown: false })).toEqual({ parts: [IN], sort: { by: "manual" } });
  expect(showing(asked([]), "작업", { byHand: false, shown: false })).toEqual({ parts: [IN], sort: null });
});

it("keeps an order that was asked for, and the nearest first where words ask", () => {
  const byName = { by: "name" };
  expect(showing(asked([], byName), "작업", { byHand: true, shown: false }).sort).toEqual(byName);
  expect(showing(asked([WORD]), "작업", { byHand: true, shown: false }).sort).toBeNull();
});

it("takes the own order away with the collection", () => {
  expect(showing(asked([IN, WORD], { by: "manual" }), "작업", { byHand: true, shown: true })).toEqual({
    parts: [WORD],
    sort: null,
  });
  expect(showing(asked([], { by: "manual" }), "별", { byHand: false, shown: false }).sort).toBeNull();
});
