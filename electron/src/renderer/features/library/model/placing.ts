import { type Collection, inside } from "./tree";

/** Where something is dropped on a row: on its upper edge, on it, or on its lower edge. */
export type Zone = "before" | "into" | "after";

/** Where a collection goes: into another one or, with null, into none; before one there, or with 0 at the end. */
export interface Spot {
  parent: number | null;
  before: number;
}

/** The part of a row at this height; one that holds no others has its edges only. */
export function zoneAt(y: number, height: number, holds: boolean): Zone {
  const edge = holds ? height / 4 : height / 2;
  if (y < edge) return "before";
  return y >= height - edge ? "after" : "into";
}

/** Where a collection goes that is dropped on a row; null where it cannot stand there, or stands there already. Below
an unfolded one is the first place inside it. */
export function dropSpot(
  all: readonly Collection[],
  moved: Collection,
  on: Collection,
  zone: Zone,
  folded: boolean,
): Spot | null {
  const spot = spotOf(all, moved, on, zone, folded);
  const around = all.find(({ id }) => id === spot.parent);
  const lost = spot.parent !== null && (around === undefined || around.query !== null);
  if (on.id === moved.id || lost || (spot.parent !== null && inside(all, moved.id).has(spot.parent))) return null;
  return stands(all, moved, spot, zone) ? null : spot;
}

/** Where a collection goes that moves one place up or down among those beside it; null at either end. */
export function stepSpot(all: readonly Collection[], moved: Collection, step: -1 | 1): Spot | null {
  const beside = all.filter(({ parent }) => parent === moved.parent);
  const at = beside.findIndex(({ id }) => id === moved.id);
  if (at + step < 0 || at + step >= beside.length) return null;
  return { parent: moved.parent, before: beside[step < 0 ? at - 1 : at + 2]?.id ?? 0 };
}

function spotOf(all: readonly Collection[], moved: Collection, on: Collection, zone: Zone, folded: boolean): Spot {
  const others = all.filter(({ id }) => id !== moved.id);
  const first = others.find(({ parent }) => parent === on.id);
  if (zone === "into") return { parent: on.id, before: 0 };
  if (zone === "before") return { parent: on.parent, before: on.id };
  if (first && !folded) return { parent: on.id, before: first.id };
  const beside = others.filter(({ parent }) => parent === on.parent);
  return { parent: on.parent, before: beside[beside.findIndex(({ id }) => id === on.id) + 1]?.id ?? 0 };
}

function stands(all: readonly Collection[], moved: Collection, spot: Spot, zone: Zone): boolean {
  if (spot.parent !== moved.parent) return false;
  if (zone === "into") return true;
  const beside = all.filter(({ parent }) => parent === moved.parent);
  return (beside[beside.findIndex(({ id }) => id === moved.id) + 1]?.id ?? 0) === spot.before;
}
