import type { DragEvent } from "react";

/** What is carried inside the app: the number of a collection; the names of tags as JSON. */
export const COLLECTION = "application/x-imageparser-collection";
export const TAGS = "application/x-imageparser-tags";

/** Begin to drag something of the library. */
export function carry(event: DragEvent, kind: typeof COLLECTION | typeof TAGS, what: string, shown: string): void {
  event.stopPropagation();
  event.dataTransfer.setData(kind, what);
  event.dataTransfer.setData("text/plain", shown);
  event.dataTransfer.effectAllowed = "copyMove";
}

/** Whether something of one of these kinds is over a place; then the place takes it. */
export function takes(event: DragEvent, ...kinds: string[]): boolean {
  if (!kinds.some((kind) => event.dataTransfer.types.includes(kind))) return false;
  event.preventDefault();
  return true;
}

/** The tags that are dropped, none where something else is. */
export function droppedTags(event: DragEvent): string[] {
  const carried = event.dataTransfer.getData(TAGS);
  return carried ? (JSON.parse(carried) as string[]) : [];
}

/** The number of the collection that is dropped, null where something else is. */
export function droppedCollection(event: DragEvent): number | null {
  const carried = event.dataTransfer.getData(COLLECTION);
  return carried ? Number(carried) : null;
}
