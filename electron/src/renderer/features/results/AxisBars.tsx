import { AXES } from "@/features/search";
import type { FoundAxis } from "@/shared/data";
import { strength } from "./model/bars";

/** Three small bars: how much each axis speaks for a picture. What they mean is told beside the results. */
export function AxisBars({ axes }: { axes: Record<string, FoundAxis> }) {
  if (!AXES.some((axis) => axes[axis]?.rank)) return null;
  return (
    <span aria-hidden className="flex h-4 shrink-0 items-end gap-px">
      {AXES.map((axis) => (
        <span
          key={axis}
          className="w-1 rounded-t-xs bg-edge"
          style={{ height: `${Math.max(strength(axes[axis]), 0.08) * 100}%` }}
        />
      ))}
    </span>
  );
}
