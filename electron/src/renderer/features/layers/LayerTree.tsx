import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { RotateCcw } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Busy, Field, IconButton } from "@/shared/ui";
import { type Deeds, LayerRow } from "./LayerRow";
import { AS_STORED, changed, type Eyes, type Layer, open, type Row, rows, soloed, switched } from "./model/eyes";

const ROW = 44;

/** How a layer is searched by: by nothing else, or beside what is asked for, near or far. */
export type How = "only" | "more" | "less";

interface Props {
  picture: number;
  eyes: Eyes;
  setEyes: (eyes: Eyes) => void;
  /** The layer under the pointer or the focus, to be marked in the picture. */
  point: (layer: Layer | null) => void;
  /** The eyes as a press would make them, while the pointer stands on one. */
  expect: (eyes: Eyes | null) => void;
  search: (layer: Layer, how: How) => void;
}

/** The layers of a document: eyes, one alone, a search, and which layer is where. */
export function LayerTree({ picture, ...props }: Props) {
  const t = useText();
  const { data, isPending } = useAsk("picture", { id: picture });
  const [wanted, setWanted] = useState("");
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const layers = data?.layers;
  const shown = useMemo(() => rows(layers ?? [], folded, wanted), [layers, folded, wanted]);
  const [width, height] = [data?.width ?? 0, data?.height ?? 0];
  const canvas = useMemo(() => [width, height] as const, [width, height]);
  const fold = (id: number) => {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
  };
  if (isPending)
    return (
      <div className="p-3">
        <Busy label={t("app.loading")} />
      </div>
    );
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center gap-1 p-2">
        <Field
          bare
          label={t("app.layers.search")}
          placeholder={t("app.layers.search")}
          value={wanted}
          onChange={setWanted}
        />
        <IconButton
          icon={RotateCcw}
          label={t("app.layers.reset")}
          isDisabled={!changed(props.eyes)}
          onPress={() => props.setEyes(AS_STORED)}
        />
      </div>
      <p className="px-3 pb-1 text-sm text-muted" role="status">
        {wanted.trim() && !shown.length ? t("app.layers.none") : t("app.layers.count", { count: layers?.length ?? 0 })}
      </p>
      <Tree rows={shown} folded={folded} fold={fold} canvas={canvas} picture={picture} {...props} />
    </div>
  );
}

interface TreeProps extends Props {
  rows: readonly Row[];
  folded: ReadonlySet<number>;
  fold: (id: number) => void;
  canvas: readonly [number, number];
}

/** The rows near the screen; one of them is reached by Tab, the others by arrows. */
function Tree({ rows: shown, folded, fold, canvas, picture, eyes, setEyes, point, expect, search }: TreeProps) {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const active = Math.min(at, Math.max(shown.length - 1, 0));
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    // The row that has the focus must not vanish under it.
    rangeExtractor: (range) => [
      ...new Set([...defaultRangeExtractor(range), ...(active < range.count ? [active] : [])]),
    ],
  });
  const go = (place: number) => {
    const next = Math.min(Math.max(place, 0), shown.length - 1);
    setAt(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-layer="${shown[next]?.layer.id}"]`)?.focus(),
    );
  };
  const press = (event: KeyboardEvent, place: number) => {
    const row = shown[place];
    if (!row) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW));
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = { ...steps, Home: -place, End: shown.length }[event.key];
    const isFolded = folded.has(row.layer.id);
    if (step !== undefined) go(place + step);
    else if (event.key === " ") setEyes(switched(row.layer, eyes));
    else if (event.key === "Enter") setEyes(soloed(row.layer, eyes));
    else if (row.group && event.key === (isFolded ? "ArrowRight" : "ArrowLeft")) fold(row.layer.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const deeds = useDeeds({
    fold: ({ id }) => fold(id),
    toggle: (layer) => setEyes(switched(layer, eyes)),
    solo: (layer) => setEyes(soloed(layer, eyes)),
    point,
    near: (layer) => expect(layer && switched(layer, eyes)),
    search,
    press,
    reach: setAt,
  });
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={t("app.layers")}
      className="min-h-0 flex-1 overflow-y-auto"
      onPointerLeave={() => point(null)}
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = shown[index];
          if (!row) return null;
          return (
            <LayerRow
              key={row.layer.id}
              picture={picture}
              row={row}
              place={index}
              count={shown.length}
              start={start}
              reached={index === active}
              folded={folded.has(row.layer.id)}
              canvas={canvas}
              visible={open(row.layer, eyes)}
              alone={eyes.only === row.layer.id}
              deeds={deeds}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Deeds that stay the same and do what they would do now. */
function useDeeds(deeds: Deeds): Deeds {
  const now = useRef(deeds);
  now.current = deeds;
  return useMemo(
    () => ({
      fold: (layer) => now.current.fold(layer),
      toggle: (layer) => now.current.toggle(layer),
      solo: (layer) => now.current.solo(layer),
      point: (layer) => now.current.point(layer),
      near: (layer) => now.current.near(layer),
      search: (layer, how) => now.current.search(layer, how),
      press: (event, place) => now.current.press(event, place),
      reach: (place) => now.current.reach(place),
    }),
    [],
  );
}
