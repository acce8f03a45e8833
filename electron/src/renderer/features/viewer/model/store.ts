import { create } from "zustand";
import type { FoundPicture } from "@/shared/data";

export const MOST_COMPARED = 4;

export type Showing =
  | { mode: "closed" }
  | { mode: "one"; place: number }
  | { mode: "compare"; pictures: readonly FoundPicture[] };

interface Viewer {
  showing: Showing;
  info: boolean;
  layers: boolean;
  open(place: number): void;
  compare(pictures: readonly FoundPicture[]): void;
  close(): void;
  set(change: { info?: boolean; layers?: boolean }): void;
}

/** What is looked at in full size: one picture of the results, or two to four side by side. */
export const useViewer = create<Viewer>()((set) => ({
  showing: { mode: "closed" },
  info: false,
  layers: true,
  open: (place) => set({ showing: { mode: "one", place } }),
  compare: (pictures) => {
    const some = pictures.slice(0, MOST_COMPARED);
    if (some.length > 1) set({ showing: { mode: "compare", pictures: some } });
  },
  close: () => set({ showing: { mode: "closed" } }),
  set: (change) => set(change),
}));

/** The place `by` further, at the ends where there is nothing more. */
export function neighbour(place: number, by: number, total: number): number {
  return Math.min(Math.max(place + by, 0), Math.max(total - 1, 0));
}

/** The places of a film strip with one in its middle as far as the ends allow. */
export function strip(place: number, total: number, length: number): number[] {
  const from = Math.min(Math.max(place - Math.floor(length / 2), 0), Math.max(total - length, 0));
  return Array.from({ length: Math.min(length, total) }, (_, at) => from + at);
}

/** Where a picture stands in the results, looked for near a place first; -1 where it is no result. */
export function placeOf(order: ArrayLike<number>, id: number, near: number): number {
  for (let away = 0; away < order.length + near; away += 1) {
    if (order[near + away] === id) return near + away;
    if (order[near - away] === id) return near - away;
  }
  return -1;
}

/** The place `by` further from a picture that is no result any more: the one after it has taken its place. */
export function afterGone(place: number, by: number, total: number): number {
  return neighbour(place, by > 0 ? by - 1 : by, total);
}
