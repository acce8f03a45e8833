import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { useSettings } from "@/shared/settings";
import { useLanguage, useText } from "@/shared/text";
import { Cell } from "./Cell";
import { dragged } from "./drag";
import { type Layout, step } from "./model/layout";
import { followed, slice } from "./model/rows";
import { extended, kept, only, toggled, useSelection } from "./model/selection";
import { topOf } from "./model/strip";
import { loading } from "./Tile";
import { useMarquee } from "./useMarquee";
import { useOwnDrop, useShownCollection } from "./useOwnOrder";
import { type Results, useSight } from "./useResults";
import { type Scrolling, useStrip } from "./useStrip";

interface Props {
  results: Results;
  open: (place: number) => void;
}

/** The found pictures in the view of now; only those near the screen are in the document. */
export function Grid({ results, open }: Props) {
  const t = useText();
  const language = useLanguage();
  const view = useSettings((settings) => settings.view);
  const scrolling = useStrip(results);
  const { scroller, floor, strip, layout, sight, height } = scrolling;
  const { columns } = layout;
  const [from, to] = [sight.from * columns, Math.min((sight.to + 1) * columns, results.total) - 1];
  const flying = sight.ahead === 0;
  useSight(results, from, flying ? -1 : to, sight.ahead);
  useLayoutEffect(() => loading.look(from, to), [from, to]);
  const selection = useSelection();
  const marquee = useMarquee(scrolling, results);
  const pointing = usePointing(results, open);
  const { collection, ordered } = useShownCollection();
  const own = useOwnDrop(ordered ? collection : null, results, columns === 1, placeOf);
  useFollowing(scrolling, selection.focus, useKept(results));

  const press = (event: KeyboardEvent) => {
    // With Alt the arrows move pictures, not the focus.
    if (event.altKey) return;
    const rowsOfPage = Math.max(1, Math.floor(strip.seen / (layout.height + layout.gap)));
    const begun = selection.focus >= 0;
    const led = step(event.key, Math.max(selection.focus, 0), results.total, columns, rowsOfPage);
    const next = !begun && event.key.startsWith("Arrow") && led !== null ? 0 : led;
    const focused = results.order[selection.focus];
    if (next !== null) choose(results, next, event);
    else if ((event.key === "Enter" || event.key === " ") && begun && !event.ctrlKey) open(selection.focus);
    else if (event.key === " " && focused !== undefined) selection.set(toggled(selection, focused, selection.focus));
    else return;
    event.preventDefault();
  };
  const first = sight.first * columns;
  const count = strip.rows ? Math.min((sight.last + 1) * columns, results.total) - first : 0;
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-multiselectable
      aria-label={t("app.results.label")}
      {...(selection.focus >= first && selection.focus < first + count
        ? { "aria-activedescendant": `picture-${selection.focus}` }
        : {})}
      tabIndex={0}
      data-results
      onKeyDown={press}
      {...marquee.handlers}
      {...pointing}
      {...own.handlers}
      onPointerDown={(event) => {
        if (placeOf(event) < 0) marquee.begin(event);
        else pointing.onPointerDown(event);
      }}
      className="relative min-h-0 flex-1 overflow-y-scroll outline-none contain-strict focus-visible:outline-none"
      // Where something is added or goes, the list says itself what stays in place.
      style={{ overflowAnchor: "none" }}
    >
      <div role="presentation" className="relative w-full overflow-hidden" style={{ height }}>
        <div ref={floor} role="presentation" className="absolute top-0 left-0">
          {Array.from({ length: Math.max(count, 0) }, (_, at) => {
            const place = first + at;
            const row = Math.floor(place / columns);
            const id = results.order[place];
            return (
              <Cell
                key={place}
                place={place}
                total={results.total}
                x={layout.pad + (place % columns) * (layout.width + layout.gap)}
                y={(row - sight.base) * (layout.height + layout.gap)}
                width={layout.width}
                height={layout.height}
                picture={flying ? undefined : results.row(id)}
                view={view}
                language={language}
                selected={id !== undefined && selection.ids.has(id)}
                focused={place === selection.focus}
              />
            );
          })}
          {own.mark && (
            <Between
              behind={own.mark.behind}
              x={layout.pad + (own.mark.place % columns) * (layout.width + layout.gap)}
              y={(Math.floor(own.mark.place / columns) - sight.base) * (layout.height + layout.gap)}
              layout={layout}
            />
          )}
          {marquee.box && (
            <div
              className="pointer-events-none absolute border border-accent bg-accent/20"
              style={{
                left: marquee.box.left,
                top: marquee.box.top - topOf(strip, sight.base),
                width: marquee.box.right - marquee.box.left,
                height: marquee.box.bottom - marquee.box.top,
              }}
            />
          )}
        </div>
      </div>
    </div>
  );
}

/** Where dropped pictures would go: a line before or behind a picture. */
function Between({ behind, x, y, layout }: { behind: boolean; x: number; y: number; layout: Layout }) {
  const { width, height, gap } = layout;
  const list = layout.columns === 1;
  const way = behind ? 1 : 0;
  const place = list ? { x, y: y + way * height - 1 } : { x: x + way * (width + gap) - gap / 2 - 2, y };
  return (
    <span
      data-between
      className="pointer-events-none absolute top-0 left-0 rounded-full bg-accent"
      style={{
        width: list ? width : 4,
        height: list ? 2 : height,
        transform: `translate(${place.x}px, ${place.y}px)`,
      }}
    />
  );
}

interface Modified {
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** The place of the picture under the pointer, -1 where there is none. */
function placeOf({ target }: { target: EventTarget }): number {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  return cell ? Number(cell.dataset.place) : -1;
}

/** Choose the picture of a place by keys. */
function choose({ order }: Results, place: number, { shiftKey, ctrlKey, metaKey }: Modified): void {
  const { set, ...selection } = useSelection.getState();
  const anchor = Math.max(selection.anchor, 0);
  const between = () => slice(order, Math.min(anchor, place), Math.max(anchor, place) + 1);
  if (shiftKey) set(extended(selection, between(), place, ctrlKey || metaKey));
  else if (ctrlKey || metaKey) set({ ...selection, focus: place });
  else set(only(order[place], place));
}

/** What pressing, clicking and dragging do to the picture under the pointer. */
function usePointing(results: Results, open: (place: number) => void) {
  const onPointerDown = (event: PointerEvent) => {
    const place = placeOf(event);
    const id = results.order[place];
    if (id === undefined || event.button !== 0) return;
    const { set, ...selection } = useSelection.getState();
    if (event.shiftKey) choose(results, place, event);
    else if (event.ctrlKey || event.metaKey) set(toggled(selection, id, place));
    else if (!selection.ids.has(id)) set(only(id, place));
  };
  return {
    onPointerDown,
    // One of several chosen ones is chosen alone only when it is let go, because it may be dragged with the others.
    onClick: (event: MouseEvent) => {
      const place = placeOf(event);
      const { ids, set } = useSelection.getState();
      const alone = !event.shiftKey && !event.ctrlKey && !event.metaKey;
      if (place >= 0 && ids.size > 1 && alone) set(only(results.order[place], place));
    },
    onDoubleClick: (event: MouseEvent) => {
      const place = placeOf(event);
      if (place >= 0) open(place);
    },
    onDragStart: (event: React.DragEvent) => {
      const picture = results.at(placeOf(event));
      if (picture) dragged(event, picture);
    },
  };
}

/** After a change of the same results: what is no result any more is not chosen, and the focus follows its picture.
 * Returns the focus that came of it. */
function useKept(results: Results): RefObject<number> {
  const before = useRef(results);
  const moved = useRef(-1);
  useEffect(() => {
    const { key, order } = before.current;
    before.current = results;
    if (key !== results.key || order === results.order || results.order.length < results.total) return;
    const { set, ...selection } = useSelection.getState();
    const now = kept(selection, results.order, (place) => followed(order, results.order, place));
    moved.current = now.focus;
    set(now);
  }, [results]);
  return moved;
}

/** Have the focus in sight when somebody moves it: not when the list is shown again, nor when pictures before it go. */
function useFollowing({ show }: Scrolling, focus: number, moved: RefObject<number>): void {
  const before = useRef(focus);
  useEffect(() => {
    if (before.current === focus) return;
    if (moved.current !== focus) show(focus);
    before.current = focus;
    moved.current = -1;
  }, [show, focus, moved]);
}
