import { create } from "zustand";

export interface Selection {
  /** Chosen pictures, by number; they need not be loaded. */
  ids: ReadonlySet<number>;
  /** The place that keys start from, and the one from which Shift counts. */
  focus: number;
  anchor: number;
}

export const NONE: Selection = { ids: new Set(), focus: -1, anchor: -1 };

/** One picture alone; none where it is not known which picture stands at the place. */
export function only(picture: number | undefined, place: number): Selection {
  return { ids: new Set(picture === undefined ? [] : [picture]), focus: place, anchor: place };
}

/** One picture more or less. */
export function toggled(old: Selection, picture: number, place: number): Selection {
  const ids = new Set(old.ids);
  if (!ids.delete(picture)) ids.add(picture);
  return { ids, focus: place, anchor: place };
}

/** Everything from the anchor to a place; with `add` beside what is chosen already. */
export function extended(old: Selection, pictures: Iterable<number>, place: number, add: boolean): Selection {
  const ids = new Set(add ? old.ids : []);
  for (const picture of pictures) ids.add(picture);
  return { ids, focus: place, anchor: old.anchor < 0 ? place : old.anchor };
}

/** Those of the chosen pictures that are still results, with the places where they stand now. */
export function kept(old: Selection, results: Iterable<number>, follow: (place: number) => number): Selection {
  const still = new Set<number>();
  if (old.ids.size > 0) for (const picture of results) if (old.ids.has(picture)) still.add(picture);
  const move = (place: number) => (place < 0 ? place : follow(place));
  const ids = still.size === old.ids.size ? old.ids : still;
  return { ids, focus: move(old.focus), anchor: move(old.anchor) };
}

interface Store extends Selection {
  set(selection: Selection): void;
  clear(): void;
}

export const useSelection = create<Store>()((change) => ({
  ...NONE,
  set: ({ ids, focus, anchor }) => change({ ids, focus, anchor }),
  clear: () => change({ ids: new Set() }),
}));

/** The numbers of the chosen pictures. */
export function chosenIds(): number[] {
  return [...useSelection.getState().ids];
}
