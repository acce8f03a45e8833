import { ChevronDown, EllipsisVertical, FolderHeart, Sparkles } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import { addTo, droppedPictures, PICTURES } from "@/features/results";
import { change, useSearch } from "@/features/search";
import { edit } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { type Choice, classes, IconButton, Menu } from "@/shared/ui";
import { Cover } from "./Cover";
import { COLLECTION, carry, takes } from "./drag";
import { exportCollections } from "./exchange";
import { dropSpot, stepSpot, type Zone, zoneAt } from "./model/placing";
import { showing } from "./model/showing";
import type { Branch, Collection } from "./model/tree";
import { put, step } from "./moving";

/** What a dialog asks for. */
export type Asked =
  | { what: "new"; parent: Collection | null; query: string | null }
  | { what: "change"; collection: Collection }
  | null;

interface Props {
  row: Branch;
  all: readonly Collection[];
  /** It is what the search shows. */
  shown: boolean;
  folded: boolean;
  fold: (id: number) => void;
  /** The collection that is dragged. */
  carried: Collection | null;
  /** A collection is dragged, or no longer. */
  carry: (collection: Collection | null) => void;
  ask: (asked: Asked) => void;
}

/** One collection of the tree. */
export function CollectionRow({ row, all, shown, folded, fold, carried, carry: setCarried, ask }: Props) {
  const t = useText();
  const language = useLanguage();
  const { collection, depth, path } = row;
  const byHand = collection.query === null;
  const [zone, setZone] = useState<Zone | null>(null);
  const spot = (at: Zone) => carried && dropSpot(all, carried, collection, at, folded);
  const over = (event: DragEvent) => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const at = carried ? zoneAt(event.clientY - top, height, byHand) : "into";
    const fits = carried ? spot(at) !== null : byHand;
    setZone(fits && takes(event, PICTURES, COLLECTION) ? at : null);
  };
  const drop = (event: DragEvent) => {
    const place = zone && spot(zone);
    setZone(null);
    if (carried && place) put(all, carried, place);
    addTo(collection, droppedPictures(event.dataTransfer));
  };
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (!event.altKey || by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    step(all, collection, by);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging has twins, the collection's dialog and the bar of the chosen pictures
    <div
      draggable
      onDragStart={(event) => {
        carry(event, COLLECTION, `${collection.id}`, collection.name);
        // Not at once: what is drawn anew while a drag begins ends it.
        requestAnimationFrame(() => setCarried(collection));
      }}
      onDragEnd={() => setCarried(null)}
      onDragOver={over}
      onDragLeave={() => setZone(null)}
      onDrop={drop}
      data-collection={collection.name}
      className={classes(
        "relative flex items-center rounded-md hover:bg-hover",
        (shown || zone === "into") && "bg-tint",
      )}
      style={{ paddingLeft: depth * 12 }}
    >
      {zone !== null && zone !== "into" && <Line below={zone === "after"} />}
      {all.some(({ parent }) => parent === collection.id) ? (
        <button
          type="button"
          aria-expanded={!folded}
          aria-label={t("app.collections.fold", { name: collection.name })}
          onClick={() => fold(collection.id)}
          className="grid h-8 w-5 shrink-0 place-items-center text-muted hover:text-ink"
        >
          <ChevronDown size={14} aria-hidden className={classes(folded && "-rotate-90")} />
        </button>
      ) : (
        <span className="w-5 shrink-0" />
      )}
      <button
        type="button"
        data-choose
        aria-pressed={shown}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onKeyDown={keys}
        title={collection.description || collection.query || path}
        onClick={() => void change((query) => showing(query, path, { byHand, shown }))}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 pr-2 text-left"
      >
        {collection.cover === null ? <Sign smart={!byHand} /> : <Cover picture={collection.cover} />}
        <span className="truncate">{collection.name}</span>
        {collection.cover !== null && !byHand && <Sign smart />}
        <span className="ml-auto text-sm text-muted tabular-nums">{numberText(collection.total, language)}</span>
      </button>
      <More collection={collection} all={all} ask={ask} />
    </div>
  );
}

/** Where a collection that is dragged would come to stand. */
function Line({ below }: { below: boolean }) {
  return (
    <span
      aria-hidden
      data-between
      className={classes("pointer-events-none absolute inset-x-2 h-0.5 bg-accent", below ? "-bottom-px" : "-top-px")}
    />
  );
}

function Sign({ smart }: { smart: boolean }) {
  const Icon = smart ? Sparkles : FolderHeart;
  return <Icon size={14} aria-hidden className="mx-0.5 shrink-0 text-muted" />;
}

/** What can be done with one collection. */
function More({ collection, all, ask }: Pick<Props, "all" | "ask"> & { collection: Collection }) {
  const t = useText();
  const text = useSearch((search) => search.text);
  const { id, name, query } = collection;
  const label = t("app.collections.more", { name });
  const remove = () => void edit("collection_delete", { collection: id }, () => t("app.collections.deleted", { name }));
  const inside: Choice[] = [
    {
      id: "inside",
      label: t("app.collections.inside"),
      run: () => ask({ what: "new", parent: collection, query: null }),
    },
  ];
  if (text.trim() !== "") {
    const run = () => ask({ what: "new", parent: collection, query: text });
    inside.push({ id: "smart", label: t("app.collections.smart_inside"), run });
  }
  const order: Choice[] = [];
  for (const [id, label, by] of [
    ["up", "app.collections.up", -1],
    ["down", "app.collections.down", 1],
  ] as const)
    if (stepSpot(all, collection, by)) order.push({ id, label: t(label), run: () => step(all, collection, by) });
  const choices: Choice[] = [
    { id: "change", label: t("app.collections.change"), run: () => ask({ what: "change", collection }) },
    ...(query === null ? inside : []),
    ...order,
    { id: "export", label: t("app.collections.export_this"), run: () => void exportCollections([id]) },
    { id: "delete", label: t("app.collections.delete"), danger: true, run: remove },
  ];
  return (
    <Menu label={label} choices={choices}>
      <IconButton icon={EllipsisVertical} label={label} />
    </Menu>
  );
}
