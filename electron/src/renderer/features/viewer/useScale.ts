import { useEffect, useState } from "react";
import { type Eye, scaleOf } from "./Stage";

/** The scale of a stage, as it changes. */
export function useScale(eye: Eye | null): number {
  const [scale, setScale] = useState(1);
  useEffect(() => {
    if (!eye) return;
    const follow = () => setScale(scaleOf(eye));
    for (const event of ["animation", "open", "resize"] as const) eye.addHandler(event, follow);
    return () => {
      for (const event of ["animation", "open", "resize"] as const) eye.removeHandler(event, follow);
    };
  }, [eye]);
  return scale;
}
