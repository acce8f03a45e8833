import { TagIcon } from "lucide-react";
import { type DragEvent, useState } from "react";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Check, classes } from "@/shared/ui";
import { carry, droppedTags, TAGS, takes } from "../drag";
import type { Tag } from "../model/tree";

interface Props {
  tag: Tag;
  depth: number;
  chosen: ReadonlySet<string>;
  choose: (more: boolean) => void;
  /** Tags were dropped on this one. */
  drop: (names: string[]) => void;
}

/** One tag of the tree: to choose, to drag, and to take others below itself. */
export function TagRow({ tag, depth, chosen, choose, drop }: Props) {
  const t = useText();
  const language = useLanguage();
  const [over, setOver] = useState(false);
  const mine = chosen.has(tag.name);
  const start = (event: DragEvent) => {
    const names = mine ? [...chosen] : [tag.name];
    carry(event, TAGS, JSON.stringify(names), names.join(", "));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging has a twin, the field of the tag above
    <div
      draggable
      data-tag={tag.name}
      onDragStart={start}
      onDragOver={(event) => setOver(takes(event, TAGS))}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        drop(droppedTags(event));
      }}
      className={classes("flex h-8 items-center rounded-md hover:bg-hover", (mine || over) && "bg-tint")}
      style={{ paddingLeft: depth * 16 }}
    >
      <Check selected={mine} onChange={() => choose(true)}>
        <span className="sr-only">{t("app.tags.tick", { tag: tag.name })}</span>
      </Check>
      <button
        type="button"
        aria-pressed={mine}
        onClick={(event) => choose(event.ctrlKey || event.metaKey)}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 pr-2 text-left"
      >
        <TagIcon size={14} aria-hidden className="shrink-0 text-muted" style={tag.color ? { color: tag.color } : {}} />
        <span className="truncate">{tag.name}</span>
        {tag.aliases.length > 0 && <span className="truncate text-sm text-muted">{tag.aliases.join(", ")}</span>}
        <span className="ml-auto text-sm text-muted tabular-nums">{numberText(tag.files, language)}</span>
      </button>
    </div>
  );
}
