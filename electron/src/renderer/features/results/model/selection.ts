import { create } from "zustand";
import type { FoundPicture } from "@/shared/data";

export interface Selection {
  /** Chosen pictures, by number. */
  ids: ReadonlyMap<number, FoundPicture>;
  /** The place that keys start from, and the one from which Shift counts. */
  focus: number;
  anchor: number;
}

export const NONE: Selection = { ids: new Map(), focus: -1, anchor: -1 };

const mapOf = (pictures: readonly FoundPicture[]) => new Map(pictures.map((picture) => [picture.id, picture]));

/** One picture alone. */
export function only(picture: FoundPicture, place: number): Selection {
  return { ids: mapOf([picture]), focus: place, anchor: place };
}

/** One picture more or less. */
export function toggled(old: Selection, picture: FoundPicture, place: number): Selection {
  const ids = new Map(old.ids);
  if (!ids.delete(picture.id)) ids.set(picture.id, picture);
  return { ids, focus: place, anchor: place };
}

/** Everything from the anchor to a place; with `add` beside what is chosen already. */
export function extended(old: Selection, pictures: readonly FoundPicture[], place: number, add: boolean): Selection {
  const ids = add ? new Map([...old.ids, ...mapOf(pictures)]) : mapOf(pictures);
  return { ids, focus: place, anchor: old.anchor < 0 ? place : old.anchor };
}

interface Store extends Selection {
  set(selection: Selection): void;
  clear(): void;
}

export const useSelection = create<Store>()((change) => ({
  ...NONE,
  set: ({ ids, focus, anchor }) => change({ ids, focus, anchor }),
  clear: () => change({ ids: new Map() }),
}));

/** The numbers of the chosen pictures. */
export function chosenIds(): number[] {
  return [...useSelection.getState().ids.keys()];
}
