import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { classes } from "@/shared/ui";

export interface Column<R> {
  id: string;
  label: string;
  /** A track of the grid of columns: `10rem`, `minmax(0, 2fr)`. */
  width: string;
  cell: (row: R) => ReactNode;
}

interface Props<R> {
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  /** The row that is looked at. */
  selected?: R | null;
  onSelect?: (row: R) => void;
}

const ROW = 32;
const OVERSCAN = 12;

/** A table of any length: only the rows near the screen are in the document. Arrows choose a row. */
export function Table<R>({ label, columns, rows, selected, onSelect }: Props<R>) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: OVERSCAN,
    scrollPaddingStart: ROW,
  });
  const at = selected ? rows.indexOf(selected) : -1;
  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2);
    const next = stepped(event.key, at, rows.length, page);
    const row = next === null ? undefined : rows[next];
    if (next === null || row === undefined || !onSelect) return;
    event.preventDefault();
    onSelect(row);
    virtual.scrollToIndex(next);
  };
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(" ") };
  return (
    <div
      ref={scroller}
      className="relative min-h-0 flex-1 overflow-auto has-[table:focus-visible]:-outline-offset-2 has-[table:focus-visible]:outline-2 has-[table:focus-visible]:outline-accent"
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the table has the focus and takes the keys
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        {...(at >= 0 ? { "aria-activedescendant": `${id}-${at}` } : {})}
        tabIndex={0}
        onKeyDown={press}
        className="block outline-none focus-visible:outline-none"
      >
        <thead className="sticky top-0 z-10 block border-b border-line bg-panel">
          <tr aria-rowindex={1} className="grid h-8 items-center gap-3 px-4 text-sm text-muted" style={template}>
            {columns.map((column) => (
              <th key={column.id} scope="col" className="truncate text-left font-normal">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr
                key={index}
                id={`${id}-${index}`}
                aria-rowindex={index + 2}
                aria-selected={index === at}
                onClick={() => onSelect?.(row)}
                className={classes(
                  "absolute inset-x-0 top-0 grid h-8 items-center gap-3 px-4",
                  index === at ? "bg-tint" : "hover:bg-hover",
                )}
                style={{ ...template, transform: `translateY(${start}px)` }}
              >
                {columns.map((column) => (
                  <td key={column.id} className="min-w-0 truncate">
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The row that a key leads to; null where it is none of those keys. */
function stepped(key: string, at: number, count: number, page: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next === undefined || count === 0 ? null : Math.min(Math.max(next, 0), count - 1);
}
