import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import { classes } from "./classes";

interface Props {
  count: number;
  /** What stands in a row; rows have the height of a control. */
  row: (at: number) => ReactNode;
  keyOf: (at: number) => string | number;
  label: string;
  /** The height of a row in pixels. */
  height?: number;
  /** Fill the place that there is, instead of growing up to a few rows. */
  fill?: boolean;
}

const OVERSCAN = 8;
const MOST = 12;

/** A list of any length; only the rows near the screen are in the document. */
export function Rows({ count, row, keyOf, label, height = 32, fill = false }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: keyOf,
    overscan: OVERSCAN,
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list of lists would be read out as a table
    <div
      ref={scroller}
      role="group"
      aria-label={label}
      className={classes("overflow-auto", fill && "min-h-0 flex-1")}
      style={fill ? {} : { height: Math.min(count, MOST) * height }}
    >
      <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => (
          <div
            key={item.key}
            className="absolute inset-x-0 top-0"
            style={{ height, transform: `translateY(${item.start}px)` }}
          >
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
