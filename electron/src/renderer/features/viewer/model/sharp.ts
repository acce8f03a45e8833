import type { Source } from "./pyramid";

export type Part = readonly [left: number, top: number, right: number, bottom: number];

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** By which whole factor a picture may be reduced where one of its pixels takes `scale` pixels of the screen. */
export function factorFor(scale: number): number {
  return Math.max(1, Math.floor(1 / scale + 1e-6));
}

/** The size to ask for, so that something with this longer side is reduced by a factor. */
export function sizeFor(longer: number, factor: number): number {
  return Math.max(1, Math.floor(longer / factor));
}

/** The part of a picture that is in sight, widened to whole cells of a factor; null where none of it is. */
export function partIn(view: Box, { width, height }: Pick<Source, "width" | "height">, factor: number): Part | null {
  const start = (at: number) => Math.max(0, Math.floor(at / factor) * factor);
  const end = (at: number, most: number) => Math.min(most, Math.ceil(at / factor) * factor);
  const [left, top] = [start(view.x), start(view.y)];
  const [right, bottom] = [end(view.x + view.width, width), end(view.y + view.height, height)];
  return left < right && top < bottom ? [left, top, right, bottom] : null;
}
