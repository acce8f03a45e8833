import { Layers, MessageSquare, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import type { FoundPicture } from "@/shared/data";
import { text } from "@/shared/text";
import { classes } from "@/shared/ui";

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
const SIGN = { size: 11, strokeWidth: 2.25, "aria-hidden": true } as const;

/** What there is of a picture besides its pixels, in words. */
export function described({ layers, prompt, comments, rating }: FoundPicture): string {
  const parts = [
    layers > 0 && text("app.badge.layers", { count: layers }),
    prompt && text("app.badge.prompt"),
    comments > 0 && text("app.badge.comments", { count: comments }),
    rating !== null && rating > 0 && text("app.rating.stars", { count: rating }),
  ];
  return parts.filter(Boolean).join(", ");
}

/** The same as quiet signs over the picture; where there is little room, without numbers. */
export function Badges({ picture, small = false }: { picture: FoundPicture; small?: boolean }) {
  const { layers, prompt, comments, label, layer, format } = picture;
  const layered = layers > 0 || LAYERED.has(format ?? "");
  if (!layered && !prompt && comments === 0 && !label && !layer) return null;
  return (
    <span
      aria-hidden
      className={classes(
        "pointer-events-none absolute flex items-center gap-1",
        small ? "inset-0.5 bottom-auto" : "inset-1 bottom-auto",
      )}
    >
      {layered && (
        <Badge>
          <Layers {...SIGN} />
          {!small && layers > 0 && <Words>{`${layers}`}</Words>}
        </Badge>
      )}
      {prompt && (
        <Badge>
          <Sparkles {...SIGN} />
        </Badge>
      )}
      {comments > 0 && (
        <Badge>
          <MessageSquare {...SIGN} />
          {!small && <Words>{`${comments}`}</Words>}
        </Badge>
      )}
      {layer && !small && (
        <span className="min-w-0 truncate rounded-sm bg-shade px-1 text-xs text-white">
          <Words>{layer.name}</Words>
        </span>
      )}
      {label && (
        <span
          className="ml-auto size-3 shrink-0 rounded-full border border-black"
          style={{ background: LABELS[label] }}
        />
      )}
    </span>
  );
}

function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="flex h-4 shrink-0 items-center gap-0.5 rounded-sm bg-shade px-1 text-xs text-white tabular-nums">
      {children}
    </span>
  );
}

/** Words for the eye only: drawn by the style, so that they are no part of the name of what they stand on. */
function Words({ children }: { children: string }) {
  return <span data-words={children} className="after:content-[attr(data-words)]" />;
}

/** A rating as letters: there are many of them on a screen, and letters cost next to nothing. */
export function Rated({ rating, className }: { rating: number | null; className?: string }) {
  if (!rating || rating < 0) return null;
  return (
    <span aria-hidden className={classes("shrink-0 text-xs tracking-tighter text-star", className)}>
      <Words>{"★".repeat(rating)}</Words>
    </span>
  );
}
