import { AXES } from "@/features/search";
import type { FoundAxis } from "@/shared/data";
import { text } from "@/shared/text";
import { strength } from "./model/bars";
import { AXIS_TEXTS } from "./Weighing";

/** Three small bars: how much each axis speaks for a picture. What they mean is told beside the results. */
export function AxisBars({ axes }: { axes: Record<string, FoundAxis> }) {
  const spoken = AXES.filter((axis) => axes[axis]?.rank);
  if (!spoken.length) return null;
  return (
    <span
      aria-hidden
      title={spoken.map((axis) => `${text(AXIS_TEXTS[axis])} ${axes[axis]?.rank}`).join(" · ")}
      className="flex h-4 shrink-0 items-end gap-0.5"
    >
      {AXES.map((axis) => (
        <span key={axis} className="flex h-full w-1 items-end rounded-xs bg-line">
          <span className="w-full rounded-xs bg-muted" style={{ height: `${strength(axes[axis]) * 100}%` }} />
        </span>
      ))}
    </span>
  );
}
