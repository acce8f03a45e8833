import { type DragEvent, useState } from "react";
import { useSearch } from "@/features/search";
import { edit, useAsk } from "@/shared/data";
import { text } from "@/shared/text";
import { droppedPictures, PICTURES } from "./drag";
import { dropBefore, type Kept, shownCollection, stepBefore } from "./model/own";
import { chosenIds } from "./model/selection";
import type { Results } from "./useResults";

/** The collection by hand that is on the screen, and whether in the order of its own, which can be changed then. */
export function useShownCollection(): { collection: Kept | null; ordered: boolean } {
  const query = useSearch((search) => search.text);
  const { data } = useAsk("query_parse", { query }, { keep: true });
  const { parts, sort } = data?.parsed ?? { parts: [], sort: null };
  const within = parts.some(({ name }) => name === "in");
  const { data: known } = useAsk("collection_list", {}, { enabled: within });
  const collection = within ? shownCollection(known?.collections ?? [], parts) : null;
  return { collection, ordered: collection !== null && sort?.by === "manual" && !sort.descending };
}

/** Put pictures of a collection before another one of it, or with null at its end. */
function place(collection: Kept, ids: number[], before: number | null): void {
  const payload = { collection: collection.id, action: "place", ids } as const;
  void edit("collection_edit", { ...payload, ...(before === null ? {} : { before }) }, (done) =>
    text("app.collections.placed", { count: done.changed, name: collection.name }),
  );
}

/** Take the chosen pictures out of a collection. */
export function takeOut(collection: Kept): void {
  void edit("collection_edit", { collection: collection.id, action: "remove", ids: chosenIds() }, (done) =>
    text("app.collections.taken", { count: done.changed, name: collection.name }),
  );
}

/** Let a picture stand for a collection. */
export function makeCover(collection: Kept, picture: number): void {
  void edit("collection_save", { collection: collection.id, cover: picture }, () =>
    text("app.collections.covered", { name: collection.name }),
  );
}

/** Move the chosen pictures one place in the order of their collection. */
export async function moveChosen(collection: Kept, results: Results, step: -1 | 1): Promise<void> {
  const order = [...(await results.all())];
  const chosen = new Set(chosenIds());
  const before = stepBefore(order, chosen, step);
  if (before === undefined) return;
  const moved = order.filter((id) => chosen.has(id));
  place(collection, moved, before);
}

interface Mark {
  place: number;
  behind: boolean;
}

/** Dropping pictures between those of their own collection; the mark is where they would go. */
export function useOwnDrop(
  collection: Kept | null,
  results: Results,
  list: boolean,
  placeOf: (event: DragEvent) => number,
) {
  const [mark, setMark] = useState<Mark | null>(null);
  const onDragOver = (event: DragEvent) => {
    const at = placeOf(event);
    const cell = event.target instanceof Element ? event.target.closest("[data-place]") : null;
    if (!collection || !cell || at < 0 || !event.dataTransfer.types.includes(PICTURES)) return;
    event.preventDefault();
    const { left, top, width, height } = cell.getBoundingClientRect();
    const behind = list ? event.clientY > top + height / 2 : event.clientX > left + width / 2;
    if (mark?.place !== at || mark.behind !== behind) setMark({ place: at, behind });
  };
  const onDrop = (event: DragEvent) => {
    const ids = droppedPictures(event.dataTransfer);
    setMark(null);
    if (!collection || !mark || ids.length === 0) return;
    const before = dropBefore((at) => results.order[at], results.total, new Set(ids), mark.place, mark.behind);
    place(collection, ids, before);
  };
  const leave = () => setMark(null);
  return { mark, handlers: { onDragOver, onDrop, onDragLeave: leave, onDragEnd: leave } };
}
