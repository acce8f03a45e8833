import { MOST_WELLS, pictureLike, useSearch } from "@/features/search";
import { edit } from "@/shared/data";
import { text } from "@/shared/text";
import { chosenIds } from "./model/selection";
import type { Results } from "./useResults";

/** Rate pictures, by default the chosen ones; 0 and -1 take the rating away. */
export function rate(rating: number, ids: number[] = chosenIds()): void {
  if (!ids.length) return;
  const told = rating > 0 ? "app.rated" : "app.unrated";
  void edit("mark", { ids, rating: rating > 0 ? rating : -1 }, () => text(told, { count: ids.length, rating }));
}

/** Give tags to pictures. */
export function addTags(tags: string[], ids: number[] = chosenIds()): void {
  if (!ids.length || !tags.length) return;
  void edit("tag_edit", { ids, add: tags }, () => text("app.tags.added", { count: ids.length, tags: tags.join(", ") }));
}

/** Take a tag from pictures. */
export function removeTag(tag: string, ids: number[]): void {
  void edit("tag_edit", { ids, remove: [tag] }, () => text("app.tags.removed", { count: ids.length, tags: tag }));
}

/** Put pictures into a collection. */
export function addTo(collection: { id: number; name: string }, ids: number[] = chosenIds()): void {
  if (!ids.length) return;
  void edit("collection_edit", { collection: collection.id, action: "add", ids }, (done) =>
    text("app.collections.added", { count: done.changed, name: collection.name }),
  );
}

/** Let results be like some pictures, by default the chosen ones, or with `minus` unlike them, beside what is asked for. */
export function compareWith(results: Results, minus: boolean, ids: readonly number[] = chosenIds()): void {
  const { add } = useSearch.getState();
  for (const id of ids.slice(0, MOST_WELLS)) add(pictureLike(id, results.row(id)), minus);
}
