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
  event.dataTransfer.setData("DownloadURL", takenOut(picture, location.origin + bridge.preview(picture.id)));
  event.dataTransfer.effectAllowed = "copy";
}

/** What the back end gives as it lies on the disk; of others a picture is drawn. */
const AS_IT_IS: Readonly<Record<string, string>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
};

/** The file that another program gets of a picture: type, name, and where its bytes are. */
export function takenOut({ path, format }: Pick<FoundPicture, "path" | "format">, address: string): string {
  const type = AS_IT_IS[format ?? ""];
  const name = nameOf(path).replaceAll(":", "_");
  return type ? `${type}:${name}:${address}` : `image/png:${name}.png:${address}`;
}

/** The numbers of the pictures that are dropped, none where something else is. */
export function droppedPictures(data: DataTransfer): number[] {
  const carried = data.getData(PICTURES);
  return carried ? (JSON.parse(carried) as number[]) : [];
}
