import { memo } from "react";
import type { FoundPicture } from "@/shared/data";
import type { View } from "@/shared/settings";
import { type Language, nameOf, text } from "@/shared/text";
import { described } from "./Badges";
import { Tile } from "./Tile";

export interface CellProps {
  place: number;
  total: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Absent until it is told. */
  picture: FoundPicture | undefined;
  view: View;
  language: Language;
  selected: boolean;
  focused: boolean;
}

/** One place of the list. It is drawn anew only if something of it changed; the list has the focus and hears the pointer. */
export const Cell = memo(function Cell({ place, total, x, y, width, height, picture, ...shown }: CellProps) {
  const description = picture && described(picture);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
    <div
      id={`picture-${place}`}
      data-place={place}
      role="option"
      aria-selected={shown.selected}
      aria-setsize={total}
      aria-posinset={place + 1}
      // A line of the list says itself what the picture is.
      {...(picture && shown.view === "list"
        ? {}
        : { "aria-label": picture ? nameOf(picture.path) : text("app.loading") })}
      {...(description ? { "aria-description": description } : {})}
      draggable={picture !== undefined}
      className="absolute top-0 left-0 contain-strict"
      style={{ width, height, transform: `translate(${x}px, ${y}px)` }}
    >
      <Tile picture={picture} place={place} {...shown} />
    </div>
  );
});
