import { expect, it } from "vitest";
import { halvings, pyramid } from "./pyramid";

it("halves until one tile holds the picture", () => {
  expect([halvings(512, 300), halvings(513, 1), halvings(12_000, 9_000), halvings(0, 0)]).toEqual([0, 1, 5, 0]);
});

it("asks for full size as level 0", () => {
  const source = pyramid({ id: 7, width: 2000, height: 1000 }, (...place) => place.join("/"));
  expect(source.getTileUrl(source.maxLevel, 3, 1)).toBe("7/0/3/1");
  expect(source.getTileUrl(0, 0, 0)).toBe("7/2/0/0");
});
