import { classes } from "@/shared/ui";
import { dragTag } from "./drag";

interface Props {
  tag: string;
  /** What a press does; with Shift it is the other thing. */
  press: (tag: string, shift: boolean) => void;
  title: string;
  look?: "plain" | "wanted" | "unwanted" | "negative";
}

const LOOKS = {
  plain: "border-line bg-raised text-ink hover:border-edge",
  wanted: "border-accent bg-tint text-ink",
  unwanted: "border-danger text-danger line-through",
  negative: "border-dashed border-line text-muted hover:border-edge",
};

/** A tag of a picture: it can be pressed, and dragged to a variable. */
export function TagChip({ tag, press, title, look = "plain" }: Props) {
  return (
    <button
      type="button"
      draggable
      title={title}
      data-tag={tag}
      onDragStart={(event) => dragTag(event, tag)}
      onClick={(event) => press(tag, event.shiftKey)}
      className={classes("h-6 max-w-60 cursor-grab truncate rounded-full border px-2 text-sm", LOOKS[look])}
    >
      {tag}
    </button>
  );
}
