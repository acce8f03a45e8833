import { ImageOff } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import { bridge } from "@/shared/bridge";
import type { FoundPicture } from "@/shared/data";
import type { View } from "@/shared/settings";
import { bytesText, dayText, folderOf, type Language, nameOf } from "@/shared/text";
import { classes } from "@/shared/ui";
import { AxisBars } from "./AxisBars";
import { Badges, Rated } from "./Badges";
import { Loading } from "./model/loading";

/** The thumbnails of the list on their way. */
export const loading = new Loading();

interface ThumbProps {
  picture: FoundPicture;
  cover?: boolean;
  /** Its place in a long list: it waits for its turn. */
  place?: number;
}

/** The stored small picture; its place stays the same whether it is there or not. */
export function Thumb({ picture: { digest, thumbnail }, cover, place }: ThumbProps) {
  const look = classes("pointer-events-none size-full", cover ? "object-cover" : "object-contain");
  if (!digest || !thumbnail) return <ImageOff size={20} aria-hidden className="m-auto text-muted" />;
  const address = bridge.thumb(digest);
  if (place === undefined) return <img src={address} alt="" decoding="async" className={look} />;
  return <InTurn key={address} address={address} place={place} look={look} />;
}

/** An image that is loaded when it is its turn, and no longer once it is gone. */
function InTurn({ address, place, look }: { address: string; place: number; look: string }) {
  const image = useRef<HTMLImageElement>(null);
  useLayoutEffect(() => {
    const element = image.current;
    if (!element) return;
    const end = loading.ask(place, () => {
      element.src = address;
    });
    element.onload = end;
    element.onerror = end;
    return () => {
      end();
      element.onload = null;
      element.onerror = null;
      element.removeAttribute("src");
    };
  }, [address, place]);
  return <img ref={image} alt="" decoding="async" className={look} />;
}

interface Props {
  picture: FoundPicture | undefined;
  place: number;
  selected: boolean;
  focused: boolean;
  view: View;
  language: Language;
}

/** What stands at a place of a view; an empty frame until the picture is told. */
export function Tile(props: Props) {
  const { picture, place, view, selected, focused } = props;
  const frame = classes(
    "relative flex h-full w-full overflow-hidden",
    selected ? "bg-tint" : "hover:bg-hover",
    focused && "outline-2 -outline-offset-2 outline-accent",
  );
  if (view === "list")
    return <Line {...props} frame={classes(frame, "@container items-center gap-4 rounded-md px-2")} />;
  if (view === "compact") {
    return (
      <div className={classes(frame, "bg-panel")}>
        {picture && <Thumb picture={picture} cover place={place} />}
        {picture && <Badges picture={picture} small />}
        <Rated rating={picture?.rating ?? null} className="absolute bottom-0.5 left-0.5 rounded-sm bg-shade px-0.5" />
        {selected && <span className="absolute inset-0 border-3 border-accent" />}
      </div>
    );
  }
  return (
    <div className={classes(frame, "flex-col rounded-md")}>
      <div className={classes("relative m-1 min-h-0 flex-1 overflow-hidden rounded-sm", !selected && "bg-panel")}>
        {picture && <Thumb picture={picture} place={place} />}
        {picture && <Badges picture={picture} />}
      </div>
      <div className="flex h-9 items-center gap-2 px-2">
        <span className="min-w-0 flex-1 truncate text-sm">{picture && nameOf(picture.path)}</span>
        {picture && <Rated rating={picture.rating} />}
        {picture && <AxisBars axes={picture.axes} />}
      </div>
    </div>
  );
}

function Line({ picture, place, language, frame }: Props & { frame: string }) {
  if (!picture) {
    return (
      <div className={frame}>
        <div className="size-9 shrink-0 rounded-sm bg-panel" />
      </div>
    );
  }
  return (
    <div className={frame}>
      <div className="size-9 shrink-0 overflow-hidden rounded-sm bg-panel">
        <Thumb picture={picture} place={place} />
      </div>
      <span className="min-w-0 flex-2 truncate">{nameOf(picture.path)}</span>
      <span className="min-w-0 flex-3 truncate text-sm text-muted @max-4xl:hidden">{folderOf(picture.path)}</span>
      <span className="relative h-6 w-24 shrink-0 @max-3xl:hidden">
        <Badges picture={{ ...picture, layer: null }} />
      </span>
      <span className="w-14 shrink-0">
        <Rated rating={picture.rating} />
      </span>
      <span className="w-10 text-sm text-muted uppercase">{picture.format}</span>
      <span className="w-24 text-right text-sm text-muted tabular-nums">
        {picture.width ? `${picture.width} × ${picture.height}` : ""}
      </span>
      <span className="w-20 text-right text-sm text-muted tabular-nums @max-2xl:hidden">
        {bytesText(picture.bytes, language)}
      </span>
      <span className="w-24 text-right text-sm text-muted tabular-nums @max-xl:hidden">
        {dayText(picture.date_ms, language)}
      </span>
      <AxisBars axes={picture.axes} />
    </div>
  );
}
