import {
  ArrowRight,
  CircleHelp,
  CornerDownRight,
  Equal,
  type LucideIcon,
  Minus,
  Split,
  TriangleAlert,
} from "lucide-react";
import { type TextKey, useText } from "@/shared/text";
import { classes } from "@/shared/ui";
import type { Fate } from "./model/plan";

export const FATE_TEXTS: Record<Fate, TextKey> = {
  go: "app.archive.fate.go",
  partial: "app.archive.fate.partial",
  stay: "app.archive.fate.stay",
  conflict: "app.archive.fate.conflict",
  unknown: "app.archive.fate.unknown",
  error: "app.archive.fate.error",
  skip: "app.archive.fate.skip",
};

const LOOKS: Record<Fate, { icon: LucideIcon; colour: string }> = {
  go: { icon: ArrowRight, colour: "text-accent" },
  partial: { icon: CornerDownRight, colour: "text-accent" },
  stay: { icon: Equal, colour: "text-muted" },
  conflict: { icon: Split, colour: "text-star" },
  unknown: { icon: CircleHelp, colour: "text-muted" },
  error: { icon: TriangleAlert, colour: "text-danger" },
  skip: { icon: Minus, colour: "text-muted" },
};

/** The sign of what becomes of a picture, with or without its word. */
export function FateMark({ fate, words }: { fate: Fate; words?: boolean }) {
  const t = useText();
  const { icon: Icon, colour } = LOOKS[fate];
  const told = t(FATE_TEXTS[fate]);
  return (
    <span className={classes("flex min-w-0 items-center gap-2", colour)} title={told}>
      <Icon size={14} aria-hidden className="shrink-0" />
      <span className={words ? "truncate" : "sr-only"}>{told}</span>
    </span>
  );
}
