import { type PointerEvent, type RefObject, useRef, useState } from "react";
import { type Box, type Layout, placesIn } from "./model/layout";
import { useSelection } from "./model/selection";
import type { Results } from "./useResults";

const EDGE = 32;
const SPEED = 16;

/** Choose pictures by drawing a box over them, beginning beside them. */
export function useMarquee(scroller: RefObject<HTMLDivElement | null>, layout: Layout, results: Results) {
  const [box, setBox] = useState<Box | null>(null);
  const from = useRef<{ x: number; y: number; kept: ReturnType<typeof useSelection.getState>["ids"] } | null>(null);

  const at = (event: PointerEvent) => {
    const element = scroller.current;
    const frame = element?.getBoundingClientRect();
    return { x: event.clientX - (frame?.left ?? 0), y: event.clientY - (frame?.top ?? 0) + (element?.scrollTop ?? 0) };
  };
  const begin = (event: PointerEvent) => {
    const onPicture = event.target instanceof Element && event.target.closest("[role=option]");
    const onBar = event.nativeEvent.offsetX >= event.currentTarget.clientWidth && event.target === event.currentTarget;
    if (event.button !== 0 || onPicture || onBar) return;
    const { ids, clear } = useSelection.getState();
    const add = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!add) clear();
    from.current = { ...at(event), kept: add ? ids : new Map() };
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
    const ids = new Map(start.kept);
    for (const place of placesIn(layout, results.total, next)) {
      const picture = results.at(place);
      if (picture) ids.set(picture.id, picture);
    }
    const { focus, anchor, set } = useSelection.getState();
    set({ ids, focus, anchor });
  };
  const end = () => {
    from.current = null;
    setBox(null);
  };
  return { box, handlers: { onPointerDown: begin, onPointerMove: move, onPointerUp: end, onPointerCancel: end } };
}
