import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowLeftRight, Layers2, type LucideIcon, Minus, Pencil, Plus, TextCursorInput } from "lucide-react";
import { useMemo, useRef } from "react";
import { BLENDS } from "@/features/layers";
import { useAsk } from "@/shared/data";
import { errorText, percentText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Blank, Busy, classes } from "@/shared/ui";
import { boxesOf, type Change, changesOf, type Kind } from "./model/changes";

const ROW = 48;
const KINDS: Record<Kind, { label: TextKey; icon: LucideIcon; look: string }> = {
  added: { label: "app.diff.added", icon: Plus, look: "text-accent" },
  removed: { label: "app.diff.removed", icon: Minus, look: "text-danger" },
  renamed: { label: "app.diff.renamed", icon: TextCursorInput, look: "text-muted" },
  moved: { label: "app.diff.moved", icon: ArrowLeftRight, look: "text-muted" },
  changed: { label: "app.diff.changed", icon: Pencil, look: "text-star" },
};
const WHAT: Record<string, TextKey> = {
  tree: "app.diff.tree",
  order: "app.diff.order",
  place: "app.diff.place",
  visible: "app.diff.visible",
  opacity: "app.diff.opacity",
  fill: "app.diff.fill",
  blend: "app.diff.blend",
  clipping: "app.diff.clipping",
  text: "app.diff.text",
  kind: "app.diff.kind",
  pixels: "app.diff.pixels",
  mask: "app.diff.mask",
  effects: "app.diff.effects",
  settings: "app.diff.settings",
};

export type Box = readonly number[];

interface Props {
  a: number;
  b: number;
  /** Mark where a layer was and is; null where it was or is not. */
  point: (boxes: readonly [Box | null, Box | null]) => void;
  /** Go there. */
  go: (boxes: readonly [Box | null, Box | null]) => void;
}

/** What happened to the layers from one document to another. */
export function LayerChanges({ a, b, point, go }: Props) {
  const t = useText();
  const language = useLanguage();
  const { data, error, isPending } = useAsk("diff", { a, b });
  const sides = [useAsk("picture", { id: a }).data, useAsk("picture", { id: b }).data] as const;
  const boxes = useMemo(() => sides.map((side) => boxesOf(side?.layers ?? [])), [sides]);
  const changes = useMemo(() => (data ? changesOf(data) : []), [data]);
  if (error)
    return (
      <Blank icon={Layers2} title={t("app.diff.failed")}>
        {errorOf(error)}
      </Blank>
    );
  if (isPending || !data)
    return (
      <p className="flex items-center gap-2 p-3 text-muted">
        <Busy label={t("app.diff.comparing")} />
        {t("app.diff.comparing")}
      </p>
    );
  const boxOf = ({ a: old, b: now }: Change) =>
    [boxes[0]?.get(old ?? -1) ?? null, boxes[1]?.get(now ?? -1) ?? null] as const;
  return (
    <div className="flex h-full flex-col">
      <div className="border-b border-line p-3 text-sm text-muted" role="status">
        <p>{t("app.diff.counts", { count: changes.length, unchanged: data.unchanged })}</p>
        {data.picture && <p>{t("app.diff.share", { share: percentText(data.picture.share, language) })}</p>}
        {data.warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </div>
      {changes.length === 0 ? (
        <Blank icon={Layers2} title={t("app.diff.none")} />
      ) : (
        <Changes
          changes={changes}
          point={(one) => point(one ? boxOf(one) : [null, null])}
          go={(one) => go(boxOf(one))}
        />
      )}
    </div>
  );
}

function errorOf(error: Error): string {
  return errorText((error as { code?: string }).code ?? "internal");
}

interface ListProps {
  changes: readonly Change[];
  point: (change: Change | null) => void;
  go: (change: Change) => void;
}

function Changes({ changes, point, go }: ListProps) {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  return (
    <div
      ref={scroller}
      className="min-h-0 flex-1 overflow-y-auto"
      onPointerLeave={() => point(null)}
      data-changes={changes.length}
    >
      <ul aria-label={t("app.diff")} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const change = changes[index];
          if (!change) return null;
          const { icon: Icon, label, look } = KINDS[change.kind];
          return (
            <li key={index} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${start}px)` }}>
              <button
                type="button"
                onFocus={() => point(change)}
                onPointerEnter={() => point(change)}
                onClick={() => go(change)}
                className="flex h-12 w-full items-center gap-3 px-3 text-left outline-none hover:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent"
              >
                <Icon size={16} aria-hidden className={classes("shrink-0", look)} />
                <span className="flex min-w-0 flex-col">
                  <span className="truncate" title={change.name}>
                    {change.name}
                  </span>
                  <span className="truncate text-xs text-muted">
                    <Told change={change} label={label} />
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Told({ change, label }: { change: Change; label: TextKey }) {
  const t = useText();
  const language = useLanguage();
  const value = (name: string, told: unknown): string => {
    if (typeof told === "number") return percentText(told / 255, language);
    if (typeof told === "boolean") return t(told ? "app.diff.on" : "app.diff.off");
    const blend = name === "blend" ? BLENDS[String(told)] : undefined;
    return blend ? t(blend) : String(told ?? "");
  };
  const what = change.what.map((name) => {
    const word = WHAT[name];
    const both = change.values[name];
    const known = word ? t(word) : name;
    if (!both || name === "text" || name === "kind") return known;
    return `${known} ${value(name, both.before)} → ${value(name, both.after)}`;
  });
  const before = change.before === null ? [] : [change.before];
  return <>{[t(label), ...before, ...what].join(" · ")}</>;
}
