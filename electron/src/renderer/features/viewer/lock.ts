import type { Eye } from "./Stage";

/** Let several stages show the same part of their pictures in the same proportion to the whole; returns what ends it. */
export function lock(eyes: readonly Eye[]): () => void {
  let leading = false;
  const follow = (leader: Eye) => () => {
    if (leading) return;
    leading = true;
    const { viewport } = leader;
    const center = viewport.getCenter();
    const relative = viewport.getZoom() / viewport.getHomeZoom();
    const home = viewport.getHomeBounds().getCenter();
    for (const eye of eyes) {
      if (eye === leader || eye.world.getItemCount() === 0) continue;
      const other = eye.viewport.getHomeBounds().getCenter();
      eye.viewport.zoomTo(relative * eye.viewport.getHomeZoom(), undefined, true);
      eye.viewport.panTo(center.minus(home).plus(other), true);
    }
    leading = false;
  };
  const handlers = eyes.map((eye) => ({ eye, handler: follow(eye) }));
  for (const { eye, handler } of handlers) {
    eye.addHandler("zoom", handler);
    eye.addHandler("pan", handler);
  }
  return () => {
    for (const { eye, handler } of handlers) {
      eye.removeHandler("zoom", handler);
      eye.removeHandler("pan", handler);
    }
  };
}
