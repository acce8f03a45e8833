import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useSettings } from "@/shared/settings";
import { nameOf, useText } from "@/shared/text";
import { dragged } from "./drag";
import { layoutOf, rowsOf, step } from "./model/layout";
import { between } from "./model/pages";
import { extended, only, toggled, useSelection } from "./model/selection";
import { Cell } from "./Tile";
import { useMarquee } from "./useMarquee";
import type { Results } from "./useResults";

const OVERSCAN = 4;

interface Props {
  results: Results;
  open: (place: number) => void;
}

function useWidth() {
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return { scroller, width };
}

/** The found pictures in the view of now; only those near the screen are in the document. */
export function Grid({ results, open }: Props) {
  const t = useText();
  const view = useSettings((settings) => settings.view);
  const tile = useSettings((settings) => settings.tile);
  const { scroller, width } = useWidth();
  const layout = useMemo(() => layoutOf(view, tile, width), [view, tile, width]);
  const rows = width ? rowsOf(layout, results.total) : 0;
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.height + layout.gap,
    paddingStart: layout.pad,
    paddingEnd: layout.pad,
    overscan: OVERSCAN,
  });
  const selection = useSelection();
  const marquee = useMarquee(scroller, layout, results);
  const items = virtual.getVirtualItems();
  const bottom = ((items.at(-1)?.index ?? 0) + 1) * layout.columns;
  const { reach } = results;

  // Rows of another height or number: the picture that was in the focus stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the layout moves the rows
  useLayoutEffect(() => {
    virtual.measure();
    const { focus } = useSelection.getState();
    if (focus >= 0) virtual.scrollToIndex(Math.floor(focus / layout.columns), { align: "auto" });
  }, [layout]);
  useEffect(() => reach(bottom + layout.columns * OVERSCAN), [reach, bottom, layout.columns]);
  useEffect(() => {
    if (selection.focus >= 0) virtual.scrollToIndex(Math.floor(selection.focus / layout.columns), { align: "auto" });
  }, [selection.focus, layout.columns, virtual]);

  const go = (place: number, event: KeyboardEvent) => {
    const picture = results.at(place);
    if (!picture) return;
    const { set, anchor } = selection;
    if (event.shiftKey) set(extended(selection, between(results.pages, anchor, place), place, false));
    else if (event.ctrlKey || event.metaKey) set({ ...selection, focus: place });
    else set(only(picture, place));
  };
  const press = (event: KeyboardEvent) => {
    const rowsOfPage = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (layout.height + layout.gap)));
    const next = step(event.key, Math.max(selection.focus, 0), results.total, layout.columns, rowsOfPage);
    const focused = results.at(selection.focus);
    if (next !== null) go(selection.focus < 0 ? 0 : next, event);
    else if ((event.key === "Enter" || event.key === " ") && focused && !event.ctrlKey) open(selection.focus);
    else if (event.key === " " && focused) selection.set(toggled(selection, focused, selection.focus));
    else return;
    event.preventDefault();
  };
  const point = (place: number, event: PointerEvent) => {
    const picture = results.at(place);
    if (!picture || event.button !== 0) return;
    const { set, ids, anchor } = selection;
    if (event.shiftKey)
      set(
        extended(selection, between(results.pages, Math.max(anchor, 0), place), place, event.ctrlKey || event.metaKey),
      );
    else if (event.ctrlKey || event.metaKey) set(toggled(selection, picture, place));
    else if (!ids.has(picture.id)) set(only(picture, place));
  };

  return (
    <div
      ref={scroller}
      role="listbox"
      aria-multiselectable
      aria-label={t("app.results.label")}
      {...(selection.focus >= 0 ? { "aria-activedescendant": `picture-${selection.focus}` } : {})}
      tabIndex={0}
      data-results
      onKeyDown={press}
      {...marquee.handlers}
      className="relative min-h-0 flex-1 overflow-y-scroll outline-none focus-visible:outline-none"
      style={{ contain: "strict" }}
    >
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {items.flatMap((row) =>
          Array.from({ length: Math.min(layout.columns, results.total - row.index * layout.columns) }, (_, column) => {
            const place = row.index * layout.columns + column;
            const picture = results.at(place);
            const x = layout.pad + column * (layout.width + layout.gap);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and takes the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
              <div
                key={place}
                id={`picture-${place}`}
                role="option"
                aria-selected={picture !== undefined && selection.ids.has(picture.id)}
                aria-setsize={results.total}
                aria-posinset={place + 1}
                aria-label={picture ? nameOf(picture.path) : t("app.loading")}
                draggable={picture !== undefined}
                onDragStart={(event) => picture && dragged(event, picture)}
                onPointerDown={(event) => point(place, event)}
                onClick={(event) => {
                  const several = selection.ids.size > 1 && !event.shiftKey && !event.ctrlKey && !event.metaKey;
                  if (several && picture) selection.set(only(picture, place));
                }}
                onDoubleClick={() => open(place)}
                className="absolute top-0 left-0"
                style={{ width: layout.width, height: layout.height, transform: `translate(${x}px, ${row.start}px)` }}
              >
                {picture && (
                  <Cell
                    picture={picture}
                    view={view}
                    selected={selection.ids.has(picture.id)}
                    focused={place === selection.focus}
                  />
                )}
              </div>
            );
          }),
        )}
        {marquee.box && (
          <div
            className="pointer-events-none absolute border border-accent bg-accent/20"
            style={{
              left: marquee.box.left,
              top: marquee.box.top,
              width: marquee.box.right - marquee.box.left,
              height: marquee.box.bottom - marquee.box.top,
            }}
          />
        )}
      </div>
    </div>
  );
}
