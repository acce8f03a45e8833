import type { Eye } from "./Stage";

/** Whoever sees the whole picture sees all of it again when the room for it changes: a panel opens, the window is drawn. */
export function keepWhole(eye: Eye): void {
  let whole = true;
  let resizing = false;
  eye.addHandler("open", () => {
    whole = true;
  });
  eye.addHandler("zoom", () => {
    if (!resizing) whole = Math.abs(eye.viewport.getZoom() / eye.viewport.getHomeZoom() - 1) < 0.01;
  });
  eye.addHandler("resize", () => {
    resizing = true;
  });
  // What the resize itself does to the zoom is over by then.
  eye.addHandler("viewport-change", () => {
    if (!resizing) return;
    resizing = false;
    if (whole) eye.viewport.goHome(true);
  });
}
