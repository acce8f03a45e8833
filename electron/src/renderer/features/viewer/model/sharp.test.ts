import { describe, expect, it } from "vitest";
import { factorFor, partIn, sizeFor } from "./sharp";

describe("what the screen needs of a picture", () => {
  it("is reduced as far as no pixel of the screen goes without", () => {
    expect([0.19, 0.2, 0.5, 0.51, 1, 4].map(factorFor)).toEqual([5, 5, 2, 1, 1, 1]);
  });

  it("is asked for by a size that means the factor", () => {
    for (const longer of [4000, 3999, 1001, 640])
      for (const factor of [1, 2, 3, 5]) expect(Math.floor(longer / sizeFor(longer, factor))).toBe(factor);
  });

  it("is the part in sight in whole cells, and no more than there is", () => {
    const source = { width: 1001, height: 500 };
    expect(partIn({ x: 10.5, y: -20, width: 100, height: 100 }, source, 4)).toEqual([8, 0, 112, 80]);
    expect(partIn({ x: 900, y: 450, width: 500, height: 500 }, source, 4)).toEqual([900, 448, 1001, 500]);
    expect(partIn({ x: 2000, y: 0, width: 10, height: 10 }, source, 1)).toBeNull();
  });
});
