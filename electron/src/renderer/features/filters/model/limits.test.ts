import type { QueryPart } from "@contract";
import { expect, it } from "vitest";
import { limits } from "./limits";

const word: QueryPart = { kind: "word", text: "cat" };
const not: QueryPart = { kind: "word", text: "dog", negated: true };
const psd: QueryPart = { kind: "filter", name: "format", value: "psd" };
const noPng: QueryPart = { kind: "filter", name: "format", value: "png", negated: true };

it("are filters and what is taken away; words are none", () => {
  expect(limits([word, not, psd])).toEqual([not, psd]);
});

it("leave out what is named, but not what it takes away", () => {
  expect(limits([psd, noPng], ["format"])).toEqual([noPng]);
});
