import type { Layout } from "./layout";

/** Browsers end at about 17 and 33 million pixels; a longer list moves in longer steps than its scroll bar. */
export const TALLEST = 15_000_000;
/** Places count from a row near the screen, because pixels far away are not exact. */
const BASE = 64;

/** A list of equal rows below each other, seen through a window of some height. */
export interface Strip {
  layout: Layout;
  rows: number;
  /** The height of the window. */
  seen: number;
}

const stepOf = ({ layout }: Strip) => layout.height + layout.gap;

/** How tall all rows are. */
function whole(strip: Strip): number {
  return strip.rows === 0 ? 0 : strip.rows * stepOf(strip) - strip.layout.gap + 2 * strip.layout.pad;
}

/** How tall the element is that stands for them. */
export function heightOf(strip: Strip): number {
  return Math.min(whole(strip), TALLEST);
}

/** Pixels of the list for each pixel of the element. */
function stretch(strip: Strip): number {
  const height = heightOf(strip);
  return height < TALLEST || height <= strip.seen ? 1 : (whole(strip) - strip.seen) / (height - strip.seen);
}

/** Where in the list the window begins, by how far the element is scrolled. */
export function offsetOf(strip: Strip, scrolled: number): number {
  return scrolled * stretch(strip);
}

/** How far the element is scrolled where the window begins at a place in the list. */
export function scrolledTo(strip: Strip, offset: number): number {
  const most = Math.max(0, whole(strip) - strip.seen);
  return Math.min(Math.max(offset, 0), most) / stretch(strip);
}

export function topOf(strip: Strip, row: number): number {
  return strip.layout.pad + row * stepOf(strip);
}

/** Rows in the window, and those to draw: a screen more on the way ahead, a few behind; on no way (0) none besides. */
export interface Drawn {
  from: number;
  to: number;
  first: number;
  last: number;
  /** The row from which the places of the drawn ones count. */
  base: number;
}

export function drawn(strip: Strip, offset: number, ahead: 1 | -1 | 0): Drawn {
  const step = stepOf(strip);
  const end = Math.max(strip.rows - 1, 0);
  const within = (row: number) => Math.min(Math.max(row, 0), end);
  const from = within(Math.floor((offset - strip.layout.pad) / step));
  const to = within(Math.floor((offset + strip.seen - strip.layout.pad) / step));
  const more = to - from + 1;
  const few = Math.min(2, more);
  const first = ahead === 0 ? from : within(from - (ahead === 1 ? few : more));
  const last = ahead === 0 ? to : within(to + (ahead === 1 ? more : few));
  return { from, to, first, last, base: Math.floor(first / BASE) * BASE };
}

/** Screens in a second beyond which nobody sees pictures. */
const HURRIED = 12;
/** After a pause of this, the next step is a first one, however long it is. */
const PAUSE_MS = 250;

/** Whether the list flies past: then it is not drawn with pictures that are gone with the next frame. */
export function hurried(moved: number, ms: number, { seen }: Strip): boolean {
  return ms < PAUSE_MS && Math.abs(moved) > (seen * HURRIED * Math.max(ms, 8)) / 1000;
}

/** Where the window has to begin so that a row is in it, moved no farther than needed. */
export function showing(strip: Strip, offset: number, row: number): number {
  const { pad, height } = strip.layout;
  const top = topOf(strip, row);
  if (top - pad < offset) return top - pad;
  if (top + height + pad > offset + strip.seen) return top + height + pad - strip.seen;
  return offset;
}
