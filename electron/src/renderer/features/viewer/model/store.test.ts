import { expect, it } from "vitest";
import type { FoundPicture } from "@/shared/data";
import { afterGone, neighbour, placeOf, strip, useViewer } from "./store";

const pictures = Array.from({ length: 6 }, (_, id) => ({ id }) as FoundPicture);

it("compares two to four", () => {
  const { compare, close } = useViewer.getState();
  compare(pictures.slice(0, 1));
  expect(useViewer.getState().showing.mode).toBe("closed");
  compare(pictures);
  expect(useViewer.getState().showing).toMatchObject({ mode: "compare", pictures: pictures.slice(0, 4) });
  close();
  expect(useViewer.getState().showing.mode).toBe("closed");
});

it("stops at the ends", () => {
  expect([neighbour(0, -1, 5), neighbour(4, 1, 5), neighbour(2, 1, 5), neighbour(0, 1, 0)]).toEqual([0, 4, 3, 0]);
});

it("keeps the picture in the middle of the strip where it can", () => {
  expect(strip(50, 100, 5)).toEqual([48, 49, 50, 51, 52]);
  expect(strip(1, 100, 5)).toEqual([0, 1, 2, 3, 4]);
  expect(strip(99, 100, 5)).toEqual([95, 96, 97, 98, 99]);
  expect(strip(1, 3, 5)).toEqual([0, 1, 2]);
});

it("finds a picture again where it stands now", () => {
  const order = Int32Array.from([9, 4, 7, 3, 8]);
  expect([9, 4, 7, 3, 8].map((id) => placeOf(order, id, 2))).toEqual([0, 1, 2, 3, 4]);
  expect(placeOf(order, 5, 2)).toBe(-1);
  expect(placeOf(order, 9, 4)).toBe(0);
  expect(placeOf([], 9, 0)).toBe(-1);
});

it("goes on from a picture that is gone to the one that took its place", () => {
  expect([afterGone(2, 1, 5), afterGone(2, -1, 5), afterGone(4, 1, 4)]).toEqual([2, 1, 3]);
});
