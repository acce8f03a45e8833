import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useSettings } from "@/shared/settings";
import { type Layout, layoutOf, rowsOf } from "./model/layout";
import { followed, type Order } from "./model/rows";
import { useSelection } from "./model/selection";
import { type Drawn, drawn, heightOf, hurried, offsetOf, type Strip, scrolledTo, showing, topOf } from "./model/strip";
import type { Results } from "./useResults";

/** After flying past, pictures are drawn once it rests for so long. */
const REST_MS = 60;

/** Where the list was left, for when it is shown again; another search begins at its top. */
let left = { key: "", offset: 0 };

export interface Sight extends Drawn {
  /** The way it goes; none where it flies past. */
  ahead: 1 | -1 | 0;
}

export interface Scrolling {
  scroller: RefObject<HTMLDivElement | null>;
  /** The element that the rows lie in. */
  floor: RefObject<HTMLDivElement | null>;
  strip: Strip;
  layout: Layout;
  sight: Sight;
  height: number;
  /** Where the window begins in the list, in pixels of the list. */
  offset(): number;
  /** Move as little as needed to have a place in the window. */
  show(place: number): void;
}

function useSize(scroller: RefObject<HTMLDivElement | null>) {
  const [size, setSize] = useState({ width: 0, seen: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, seen: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [scroller]);
  return size;
}

/** The window over the rows of the results: which of them are drawn, and where it stands when something changes. */
export function useStrip(results: Results): Scrolling {
  const { view, tile } = useSettings();
  const scroller = useRef<HTMLDivElement>(null);
  const floor = useRef<HTMLDivElement>(null);
  const { width, seen } = useSize(scroller);
  const layout = useMemo(() => layoutOf(view, tile, width), [view, tile, width]);
  const rows = width ? rowsOf(layout, results.total) : 0;
  const strip = useMemo<Strip>(() => ({ layout, rows, seen }), [layout, rows, seen]);
  const [sight, setSight] = useState<Sight>({ ...drawn(strip, 0, 1), ahead: 1 });
  const at = useRef<Standing & { key: string; ahead: 1 | -1; since: number }>({
    key: results.key,
    offset: 0,
    ahead: 1,
    since: 0,
    strip,
    order: results.order,
  });
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** Draw what the window shows now; the rows themselves move with the element, so that most steps draw nothing. */
  const look = useCallback(
    (of: Strip) => {
      const scrolled = scroller.current?.scrollTop ?? 0;
      const offset = offsetOf(of, scrolled);
      const state = at.current;
      const now = performance.now();
      const hurry = hurried(offset - state.offset, now - state.since, of);
      if (offset !== state.offset) state.ahead = offset > state.offset ? 1 : -1;
      const ahead: Sight["ahead"] = hurry ? 0 : state.ahead;
      const next: Sight = { ...drawn(of, offset, ahead), ahead };
      Object.assign(state, { offset, strip: of, since: now });
      left = { key: results.key, offset };
      setSight((old) => (same(old, next) ? old : next));
      const shift = topOf(of, next.base) - offset + scrolled;
      if (floor.current) floor.current.style.transform = `translateY(${shift}px)`;
      clearTimeout(rest.current);
      if (hurry) rest.current = setTimeout(() => look(of), REST_MS);
    },
    [results.key],
  );
  useEffect(() => () => clearTimeout(rest.current), []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !strip.rows) return;
    const { key, offset, ...before } = at.current;
    const begun = key !== results.key || !before.strip.rows;
    const wanted = begun
      ? left.key === results.key
        ? left.offset
        : 0
      : held({ ...before, offset }, { strip, order: results.order });
    Object.assign(at.current, { key: results.key, order: results.order });
    element.scrollTop = scrolledTo(strip, wanted);
    look(strip);
  }, [strip, results.order, results.key, look]);

  useEffect(() => {
    const element = scroller.current;
    const moved = () => flushSync(() => look(strip));
    element?.addEventListener("scroll", moved, { passive: true });
    return () => element?.removeEventListener("scroll", moved);
  }, [look, strip]);

  const offset = useCallback(() => offsetOf(strip, scroller.current?.scrollTop ?? 0), [strip]);
  const show = useCallback(
    (place: number) => {
      const element = scroller.current;
      if (!element || place < 0) return;
      const now = offsetOf(strip, element.scrollTop);
      const wanted = showing(strip, now, Math.floor(place / strip.layout.columns));
      if (wanted !== now) element.scrollTop = scrolledTo(strip, wanted);
    },
    [strip],
  );
  return { scroller, floor, strip, layout, sight, height: heightOf(strip), offset, show };
}

interface Standing {
  strip: Strip;
  order: Order;
  offset: number;
}

/** Where the window has to begin after a change so that what was looked at stays where it was: the picture in the focus
 * if it was in the window, else the one at the top. */
function held(before: Standing, now: Omit<Standing, "offset">): number {
  const { offset, strip } = before;
  const { from, to } = drawn(strip, offset, 0);
  const { focus } = useSelection.getState();
  const focused = Math.floor(focus / strip.layout.columns);
  const inSight = focus >= 0 && focused >= from && focused <= to;
  const alike = strip.layout === now.strip.layout;
  // The window alone became smaller: what can be done with the chosen pictures stands below them.
  if (alike && before.order === now.order) return inSight ? showing(now.strip, offset, focused) : offset;
  if (alike && offset === 0) return 0;
  const place = inSight ? focus : from * strip.layout.columns;
  const into = topOf(strip, Math.floor(place / strip.layout.columns)) - offset;
  const most = Math.max(0, now.strip.seen - now.strip.layout.height);
  const row = Math.floor(followed(before.order, now.order, place) / now.strip.layout.columns);
  return topOf(now.strip, row) - Math.min(Math.max(into, -now.strip.layout.height), most);
}

function same(one: Sight, other: Sight): boolean {
  return (Object.keys(one) as (keyof Sight)[]).every((name) => one[name] === other[name]);
}
