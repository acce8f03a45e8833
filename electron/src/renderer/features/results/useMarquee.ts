import { type PointerEvent, useRef, useState } from "react";
import { type Box, placesIn } from "./model/layout";
import { useSelection } from "./model/selection";
import type { Results } from "./useResults";
import type { Scrolling } from "./useStrip";

const EDGE = 32;
const SPEED = 16;

/** Choose pictures by drawing a box over them; it begins where there is none. */
export function useMarquee({ scroller, layout, offset }: Scrolling, results: Results) {
  const [box, setBox] = useState<Box | null>(null);
  const from = useRef<{ x: number; y: number; kept: ReadonlySet<number> } | null>(null);

  const at = (event: PointerEvent) => {
    const frame = scroller.current?.getBoundingClientRect();
    return { x: event.clientX - (frame?.left ?? 0), y: event.clientY - (frame?.top ?? 0) + offset() };
  };
  const begin = (event: PointerEvent) => {
    const onBar = event.nativeEvent.offsetX >= event.currentTarget.clientWidth && event.target === event.currentTarget;
    if (event.button !== 0 || onBar) return;
    const { ids, clear } = useSelection.getState();
    const add = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!add) clear();
    from.current = { ...at(event), kept: add ? ids : new Set() };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const scroll = (event: PointerEvent) => {
    const element = scroller.current;
    const frame = element?.getBoundingClientRect();
    if (!element || !frame) return;
    if (event.clientY > frame.bottom - EDGE) element.scrollTop += SPEED;
    if (event.clientY < frame.top + EDGE) element.scrollTop -= SPEED;
  };
  const move = (event: PointerEvent) => {
    const start = from.current;
    if (!start) return;
    scroll(event);
    const { x, y } = at(event);
    const next = {
      left: Math.min(start.x, x),
      right: Math.max(start.x, x),
      top: Math.min(start.y, y),
      bottom: Math.max(start.y, y),
    };
    setBox(next);
    const ids = new Set(start.kept);
    for (const place of placesIn(layout, results.total, next)) {
      const picture = results.order[place];
      if (picture !== undefined) ids.add(picture);
    }
    const { focus, anchor, set } = useSelection.getState();
    set({ ids, focus, anchor });
  };
  const end = () => {
    from.current = null;
    setBox(null);
  };
  return { box, begin, handlers: { onPointerMove: move, onPointerUp: end, onPointerCancel: end } };
}
