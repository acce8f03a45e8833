import type { View } from "@/shared/settings";

export const GAP = 8;
const PAD = 12;
const CAPTION = 40;
const LINE = 44;

/** How the pictures of a view stand on the screen, in pixels. */
export interface Layout {
  columns: number;
  width: number;
  height: number;
  gap: number;
  pad: number;
}

/** Cells as wide as `tile` or a little more, so that they fill the width; a list has one to a line. */
export function layoutOf(view: View, tile: number, width: number): Layout {
  const inner = Math.max(width - 2 * PAD, 1);
  if (view === "list") return { columns: 1, width: inner, height: LINE, gap: 0, pad: PAD };
  const wanted = view === "compact" ? Math.round(tile * 0.6) : tile;
  const gap = view === "compact" ? 2 : GAP;
  const columns = Math.max(1, Math.floor((inner + gap) / (wanted + gap)));
  const side = Math.floor((inner - gap * (columns - 1)) / columns);
  return { columns, width: side, height: side + (view === "grid" ? CAPTION : 0), gap, pad: PAD };
}

export function rowsOf(layout: Layout, total: number): number {
  return Math.ceil(total / layout.columns);
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The places whose cells a box touches; coordinates are those of the whole list. */
export function placesIn(layout: Layout, total: number, box: Box): number[] {
  const stepX = layout.width + layout.gap;
  const stepY = layout.height + layout.gap;
  const first = Math.max(0, Math.floor((box.top - layout.pad + layout.gap) / stepY));
  const last = Math.floor((box.bottom - layout.pad) / stepY);
  const from = Math.max(0, Math.floor((box.left - layout.pad + layout.gap) / stepX));
  const to = Math.min(layout.columns - 1, Math.floor((box.right - layout.pad) / stepX));
  const places: number[] = [];
  for (let row = first; row <= last; row += 1) {
    for (let column = from; column <= to; column += 1) {
      const place = row * layout.columns + column;
      if (place < total) places.push(place);
    }
  }
  return places;
}

/** The place that a key leads to from another one; null for keys that lead nowhere. */
export function step(key: string, place: number, total: number, columns: number, rowsOfPage: number): number | null {
  const last = total - 1;
  const to: Record<string, number> = {
    ArrowLeft: place - 1,
    ArrowRight: place + 1,
    ArrowUp: place - columns >= 0 ? place - columns : place,
    ArrowDown: Math.min(place + columns, last),
    PageUp: place - columns * rowsOfPage,
    PageDown: place + columns * rowsOfPage,
    Home: 0,
    End: last,
  };
  const next = to[key];
  return next === undefined || total === 0 ? null : Math.min(Math.max(next, 0), last);
}
