import OpenSeadragon from "openseadragon";
import { type RefObject, useEffect, useRef } from "react";
import type { Eyes } from "@/features/layers";
import { bridge } from "@/shared/bridge";
import { pyramid, type Source } from "./model/pyramid";
import { Rendering } from "./rendering";
import { keepWhole } from "./whole";

export type Eye = OpenSeadragon.Viewer;

const OPTIONS = {
  showNavigationControl: false,
  animationTime: 0.15,
  springStiffness: 12,
  minZoomImageRatio: 0.5,
  maxZoomPixelRatio: 16,
  visibilityRatio: 0.4,
  imageSmoothingEnabled: true,
  preserveImageSizeOnResize: true,
  drawer: "canvas",
  // A hundred megabytes of tiles, and connections left for what layers show.
  maxImageCacheCount: 100,
  imageLoaderLimit: 4,
  tabIndex: -1,
  gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: false, flickEnabled: false },
} as const;

/** OpenSeadragon puts a style into the page unless it finds it there, which the policy of the page forbids; an element of
another namespace looks like it and means nothing. */
function standIn(): void {
  const name = "data-openseadragon-mobile-css";
  if (document.querySelector(`[${name}]`)) return;
  const element = document.createElementNS("urn:stand-in", "style");
  element.setAttribute(name, "");
  document.head.append(element);
}

interface Props {
  source: Source;
  /** The eyes of its layers; the picture follows them. Left out where there are none. */
  eyes?: Eyes | null;
  /** The eyes that it may soon have. */
  expected?: Eyes | null;
  /** A picture of any size that is shown in place of the stored one. */
  instead?: string | null;
  /** A second picture, of which the difference to the first is shown. */
  against?: Source | null;
  /** A box of the picture (left, top, right, bottom) to be marked. */
  marked?: readonly number[] | null;
  label: string;
  ready?: (eye: Eye | null) => void;
}

/** A picture that can be zoomed and moved; only the tiles in sight are loaded, in the size in which they are seen. */
export function Stage({ source, instead = null, against = null, marked = null, label, ready, ...layers }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const eye = useRef<Eye | null>(null);
  const told = useRef(ready);
  told.current = ready;
  const { id, width, height } = source;
  const other = against && { id: against.id, width: against.width, height: against.height };
  const key = JSON.stringify(other);

  useEffect(() => {
    if (!place.current) return;
    standIn();
    const made = new OpenSeadragon.Viewer({ ...OPTIONS, element: place.current });
    // Keys belong to the app.
    made.addHandler("canvas-key", (event) => {
      event.preventDefaultAction = true;
    });
    made.addHandler("canvas-double-click", (event) => toggleZoom(made, event.position));
    // A small picture is shown enlarged; its full size lies below the least zoom of larger ones.
    made.addHandler("open", () => {
      const full = made.world.getItemAt(0)?.imageToViewportZoom(1) ?? 1;
      const least = Math.min(made.viewport.getHomeZoom() * OPTIONS.minZoomImageRatio, full);
      Object.assign(made.viewport, { minZoomLevel: least }); // an option that its types leave out
    });
    keepWhole(made);
    eye.current = made;
    told.current?.(made);
    return () => {
      told.current?.(null);
      eye.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    const made = eye.current;
    if (!made) return;
    const second = JSON.parse(key) as Source | null;
    made.open([
      pyramid({ id, width, height }, bridge.tile.bind(bridge)),
      ...(second
        ? [{ tileSource: pyramid(second, bridge.tile.bind(bridge)), compositeOperation: "difference", width: 1 }]
        : []),
    ] as never);
  }, [id, width, height, key]);

  useRendering(eye, source, layers.eyes ?? null, layers.expected ?? null);

  const replaced = useRef(false);
  useEffect(() => {
    const made = eye.current;
    if (!made || (instead === null && !replaced.current)) return;
    replaced.current = instead !== null;
    const tileSource =
      instead === null
        ? pyramid({ id, width, height }, bridge.tile.bind(bridge))
        : { type: "image", url: instead, buildPyramid: false };
    const show = () =>
      made.addTiledImage({
        tileSource: tileSource as never,
        index: 0,
        replace: made.world.getItemCount() > 0,
        width: 1,
      });
    if (made.world.getItemCount() > 0) show();
    else made.addOnceHandler("open", show);
  }, [instead, id, width, height]);

  const box = JSON.stringify(marked);
  useEffect(() => {
    const made = eye.current;
    const corners = JSON.parse(box) as number[] | null;
    const [left = 0, top = 0, right = 0, bottom = 0] = corners ?? [];
    if (!made || right <= left || bottom <= top) return;
    const element = document.createElement("div");
    element.dataset.marked = "";
    element.className = "pointer-events-none border-2 border-accent";
    // The viewport measures in widths of the picture.
    made.addOverlay({
      element,
      location: new OpenSeadragon.Rect(left / width, top / width, (right - left) / width, (bottom - top) / width),
    });
    return () => {
      if (eye.current === made) made.removeOverlay(element);
    };
  }, [box, width]);

  return <div ref={place} role="img" aria-label={label} data-stage className="absolute inset-0 bg-ground" />;
}

/** Let the picture follow the eyes of its layers. */
function useRendering(
  place: RefObject<Eye | null>,
  { id, width, height }: Source,
  eyes: Eyes | null,
  expected: Eyes | null,
): void {
  const layered = eyes !== null;
  const rendering = useRef<Rendering | null>(null);
  const now = useRef(eyes);
  now.current = eyes;
  useEffect(() => {
    const eye = place.current;
    if (!eye || !layered) return;
    const begin = () => {
      rendering.current?.close();
      rendering.current = new Rendering(eye, { id, width, height });
      rendering.current.warm();
      if (now.current) rendering.current.show(now.current);
    };
    eye.addHandler("open", begin);
    if (eye.isOpen()) begin();
    return () => {
      eye.removeHandler("open", begin);
      rendering.current?.close();
      rendering.current = null;
    };
  }, [place, id, width, height, layered]);
  useEffect(() => {
    if (eyes) rendering.current?.show(eyes);
  }, [eyes]);
  useEffect(() => rendering.current?.expect(expected), [expected]);
}

/** How many pixels of the screen one of the picture takes; 1 is full size. */
export function scaleOf(eye: Eye): number {
  const item = eye.world.getItemAt(0);
  return item ? item.viewportToImageZoom(eye.viewport.getZoom(true)) : 1;
}

export function zoomTo(eye: Eye, scale: number, at?: OpenSeadragon.Point): void {
  const item = eye.world.getItemAt(0);
  if (!item) return;
  eye.viewport.zoomTo(item.imageToViewportZoom(scale), at && eye.viewport.pointFromPixel(at));
  eye.viewport.applyConstraints();
}

/** Full size, or the whole picture where it is that already. */
export function toggleZoom(eye: Eye, at?: OpenSeadragon.Point): void {
  if (Math.abs(scaleOf(eye) - 1) < 0.01) eye.viewport.goHome();
  else zoomTo(eye, 1, at);
}

export function zoomBy(eye: Eye, factor: number): void {
  eye.viewport.zoomBy(factor);
  eye.viewport.applyConstraints();
}

export function turn(eye: Eye, degrees: number): void {
  eye.viewport.setRotation(eye.viewport.getRotation() + degrees, true);
}
