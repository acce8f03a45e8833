import { describe, expect, it } from "vitest";
import type { FindDone } from "@/shared/data";
import { between, FIRST, loadedOf, locate, pictureAt, REST } from "./pages";

function page(start: number, count: number): FindDone {
  const results = Array.from({ length: count }, (_, at) => ({ id: start + at }));
  return { results, total: 2500 } as unknown as FindDone;
}

const pages = [page(0, FIRST), page(FIRST, REST), page(FIRST + REST, 37)];

describe("pages", () => {
  it("finds every place across the borders of pages", () => {
    for (const place of [0, 199, 200, 1199, 1200, 1236]) expect(pictureAt(pages, place)?.id).toBe(place);
    expect(pictureAt(pages, 1237)).toBeUndefined();
    expect(locate(2200)).toEqual({ page: 3, at: 0 });
  });

  it("counts what is loaded and gives ranges either way round", () => {
    expect(loadedOf(pages)).toBe(1237);
    expect(between(pages, 201, 198).map(({ id }) => id)).toEqual([198, 199, 200, 201]);
    expect(between(pages, 1235, 1300)).toHaveLength(2);
  });
});
