import { edit } from "@/shared/data";
import { type Collection, canMove } from "./model/tree";

/** Put a collection inside another one, or with null to the top. */
export function move(
  all: readonly Collection[],
  id: number | null,
  into: Collection | null,
  told: (name: string) => string,
) {
  const moved = all.find((one) => one.id === id);
  if (!moved || !canMove(all, moved, into)) return;
  void edit("collection_save", { collection: moved.id, parent: into?.id ?? 0 }, () => told(moved.name));
}
