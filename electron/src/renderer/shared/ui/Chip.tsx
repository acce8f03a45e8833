import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { classes } from "./classes";
import { Panel } from "./Panel";

interface Props {
  children: ReactNode;
  onPress?: () => void;
  /** Controls that open beside it when it is pressed, and what they are called. */
  panel?: { label: string; body: (close: () => void) => ReactNode };
  onRemove?: () => void;
  removeLabel?: string;
  selected?: boolean;
}

const RING = "outline-none data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent";

/** A short word that can be chosen, or taken away. */
export function Chip({ children, onPress, panel, onRemove, removeLabel, selected }: Props) {
  const look = selected ? "border-accent bg-tint text-ink" : "border-line bg-raised text-ink";
  return (
    <span className={classes("inline-flex h-6 max-w-full items-center gap-1 rounded-full border px-2 text-sm", look)}>
      {panel ? (
        <Panel {...panel}>
          <Button className={classes("cursor-default truncate", RING)}>{children}</Button>
        </Panel>
      ) : onPress ? (
        <Button onPress={onPress} className={classes("cursor-default truncate", RING)}>
          {children}
        </Button>
      ) : (
        <span className="truncate">{children}</span>
      )}
      {onRemove && (
        <Button
          onPress={onRemove}
          aria-label={removeLabel ?? ""}
          className={classes(
            "-mr-1 grid size-4 place-items-center rounded-full text-muted data-[hovered]:text-ink",
            RING,
          )}
        >
          <X size={12} aria-hidden />
        </Button>
      )}
    </span>
  );
}
