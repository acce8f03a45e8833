import type { DragEvent } from "react";
import { bridge } from "@/shared/bridge";
import type { FoundPicture } from "@/shared/data";
import { nameOf } from "@/shared/text";
import { useSelection } from "./model/selection";

/** What is carried inside the app: the numbers of pictures as JSON. */
export const PICTURES = "application/x-imageparser-pictures";

/** Begin to drag a picture, with the others that are chosen if it is one of them. */
export function dragged(event: DragEvent, picture: FoundPicture): void {
  const { ids } = useSelection.getState();
  const carried = ids.has(picture.id) ? [...ids] : [picture.id];
  if (bridge.shell && event.altKey) {
    event.preventDefault();
    bridge.shell.drag(carried);
    return;
  }
  event.dataTransfer.setData(PICTURES, JSON.stringify(carried));
  event.dataTransfer.setData("text/plain", picture.path);
  event.dataTransfer.setData(
    "DownloadURL",
    `image/png:${nameOf(picture.path)}.png:${location.origin}${bridge.preview(picture.id)}`,
  );
  event.dataTransfer.effectAllowed = "copy";
}

/** The numbers of the pictures that are dropped, none where something else is. */
export function droppedPictures(data: DataTransfer): number[] {
  const carried = data.getData(PICTURES);
  return carried ? (JSON.parse(carried) as number[]) : [];
}
