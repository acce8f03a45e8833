import { edit } from "@/shared/data";
import { text } from "@/shared/text";
import { type Spot, stepSpot } from "./model/placing";
import type { Collection } from "./model/tree";

/** Put a collection into another place, or elsewhere in its order. */
export function put(all: readonly Collection[], moved: Collection, spot: Spot): void {
  const { id, name } = moved;
  const into = all.find((one) => one.id === spot.parent);
  const other = spot.parent !== moved.parent;
  const told = () => {
    if (!other) return text("app.collections.stepped", { name });
    return into
      ? text("app.collections.moved", { name, into: into.name })
      : text("app.collections.moved_out", { name });
  };
  const parent = other ? { parent: spot.parent ?? 0 } : {};
  void edit("collection_save", { collection: id, ...parent, before: spot.before }, told);
}

/** Move a collection one place up or down among those beside it. */
export function step(all: readonly Collection[], moved: Collection, by: -1 | 1): void {
  const spot = stepSpot(all, moved, by);
  if (spot) put(all, moved, spot);
}
