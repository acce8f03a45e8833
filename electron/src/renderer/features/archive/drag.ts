import type { DragEvent } from "react";

/** What is carried from a picture to a variable: a tag. */
const TAG = "application/x-imageparser-tag";

export function dragTag(event: DragEvent, tag: string): void {
  event.dataTransfer.setData(TAG, tag);
  event.dataTransfer.setData("text/plain", tag);
  event.dataTransfer.effectAllowed = "copy";
}

export function carriesTag(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(TAG);
}

export function droppedTag(event: DragEvent): string {
  return event.dataTransfer.getData(TAG);
}
