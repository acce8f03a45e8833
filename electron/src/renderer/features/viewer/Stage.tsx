import OpenSeadragon from "openseadragon";
import { useEffect, useRef } from "react";
import { bridge } from "@/shared/bridge";
import { pyramid, type Source } from "./model/pyramid";

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
  /** A rendering that is shown in place of the stored picture: layers are switched. */
  rendering?: string | null;
  /** A second picture, of which the difference to the first is shown. */
  against?: Source | null;
  label: string;
  ready?: (eye: Eye | null) => void;
}

/** A picture that can be zoomed and moved; only the tiles in sight are loaded, in the size in which they are seen. */
export function Stage({ source, rendering = null, against = null, label, ready }: Props) {
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

  useEffect(() => {
    const made = eye.current;
    if (!made || rendering === null) return;
    const show = () =>
      made.addTiledImage({
        tileSource: { type: "image", url: rendering, buildPyramid: false } as never,
        index: 0,
        replace: true,
        width: 1,
      });
    if (made.world.getItemCount() > 0) show();
    else made.addOnceHandler("open", show);
  }, [rendering]);

  return <div ref={place} role="img" aria-label={label} data-stage className="absolute inset-0 bg-ground" />;
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
