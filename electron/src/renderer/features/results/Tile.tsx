import { ImageOff, Layers } from "lucide-react";
import { memo } from "react";
import { bridge } from "@/shared/bridge";
import type { FoundPicture } from "@/shared/data";
import type { View } from "@/shared/settings";
import { bytesText, dayText, folderOf, nameOf, useLanguage } from "@/shared/text";
import { classes, Stars } from "@/shared/ui";
import { AxisBars } from "./AxisBars";

const LABELS: Record<string, string> = {
  red: "#e5484d",
  orange: "#f08c3a",
  yellow: "#e8c33a",
  green: "#46a758",
  blue: "#5a8dee",
  purple: "#9a6dd7",
  gray: "#8b8d98",
};
const LAYERED = new Set(["psd", "psb"]);

/** The stored small picture; its place stays the same whether it is there or not. */
export function Thumb({ picture, cover }: { picture: FoundPicture; cover?: boolean }) {
  if (!picture.digest || !picture.thumbnail) return <ImageOff size={20} aria-hidden className="m-auto text-muted" />;
  return (
    <img
      src={bridge.thumb(picture.digest)}
      alt=""
      decoding="async"
      className={classes("pointer-events-none size-full", cover ? "object-cover" : "object-contain")}
    />
  );
}

function Badges({ picture }: { picture: FoundPicture }) {
  return (
    <span className="pointer-events-none absolute inset-x-1 top-1 flex items-center gap-1">
      {picture.format && LAYERED.has(picture.format) && (
        <span className="flex items-center gap-1 rounded-sm bg-shade px-1 text-xs text-white uppercase">
          <Layers size={11} aria-hidden />
          {picture.format}
        </span>
      )}
      {picture.layer && (
        <span className="truncate rounded-sm bg-shade px-1 text-xs text-white">{picture.layer.name}</span>
      )}
      {picture.label && (
        <span
          className="ml-auto size-3 rounded-full border border-black"
          style={{ background: LABELS[picture.label] }}
        />
      )}
    </span>
  );
}

export interface CellProps {
  picture: FoundPicture;
  selected: boolean;
  focused: boolean;
  view: View;
}

/** What stands in a cell of a view. */
export const Cell = memo(function Cell({ picture, selected, focused, view }: CellProps) {
  const frame = classes(
    "relative flex h-full w-full overflow-hidden",
    selected ? "bg-tint" : "hover:bg-hover",
    focused && "outline-2 -outline-offset-2 outline-accent",
  );
  if (view === "list") return <Line picture={picture} frame={frame} />;
  if (view === "compact") {
    return (
      <div className={classes(frame, "bg-panel")}>
        <Thumb picture={picture} cover />
        {selected && <span className="absolute inset-0 border-3 border-accent" />}
      </div>
    );
  }
  return (
    <div className={classes(frame, "flex-col rounded-md")}>
      <div className={classes("relative m-1 min-h-0 flex-1 overflow-hidden rounded-sm", !selected && "bg-panel")}>
        <Thumb picture={picture} />
        <Badges picture={picture} />
      </div>
      <div className="flex h-9 items-center gap-2 px-2">
        <span className="min-w-0 flex-1 truncate text-sm">{nameOf(picture.path)}</span>
        {picture.rating !== null && picture.rating > 0 && <Stars value={picture.rating} size={11} />}
        <AxisBars axes={picture.axes} />
      </div>
    </div>
  );
});

function Line({ picture, frame }: { picture: FoundPicture; frame: string }) {
  const language = useLanguage();
  return (
    <div className={classes(frame, "items-center gap-4 rounded-md px-2")}>
      <div className="size-9 shrink-0 overflow-hidden rounded-sm bg-panel">
        <Thumb picture={picture} />
      </div>
      <span className="min-w-0 flex-2 truncate">{nameOf(picture.path)}</span>
      <span className="min-w-0 flex-3 truncate text-sm text-muted max-xl:hidden">{folderOf(picture.path)}</span>
      <span className="w-20 text-sm">{picture.rating ? <Stars value={picture.rating} size={11} /> : null}</span>
      <span className="w-10 text-sm text-muted uppercase">{picture.format}</span>
      <span className="w-24 text-right text-sm text-muted tabular-nums">
        {picture.width ? `${picture.width} × ${picture.height}` : ""}
      </span>
      <span className="w-20 text-right text-sm text-muted tabular-nums">{bytesText(picture.bytes, language)}</span>
      <span className="w-24 text-right text-sm text-muted tabular-nums">{dayText(picture.date_ms, language)}</span>
      <AxisBars axes={picture.axes} />
    </div>
  );
}
